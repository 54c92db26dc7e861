namespace EtlKit.Csv.Tests;

/// <summary>Texts that stay UTF-8 are read and written as strings are.</summary>
public sealed class Utf8TextFieldTests : IDisposable
{
    private const string File = "Id,Note\na,b\n\"c, \"\"d\"\"\ne\",\n żółć ,表😀\n";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Run_GeneratedRecords_AreReadAndWrittenAsTheyWere()
    {
        var extractor = CsvExtractor.FromFile<Utf8Reading>(_directory.Write("in.csv", File));

        var rows = await Read.RowsAsync(extractor);
        await RunAsync(extractor, CsvLoader.ToFile<Utf8Reading>(_directory.File("out.csv")));

        rows.Should().Equal(
            new Utf8Reading(Utf8Text.From("a"), Utf8Text.From("b")),
            new Utf8Reading(Utf8Text.From("c, \"d\"\ne"), null),
            new Utf8Reading(Utf8Text.From(" żółć "), Utf8Text.From("表😀")));
        System.IO.File.ReadAllText(_directory.File("out.csv")).Should().Be(File);
    }

    [Fact]
    public async Task Run_MappedAndWrittenByHand_IsAsItWas()
    {
        var extractor = CsvExtractor.FromFile(
            _directory.Write("in.csv", File),
            row => new Utf8Reading(Utf8Text.From(row.GetSpan(0)), row.GetSpan(1).IsEmpty ? null : Utf8Text.From(row.GetSpan(1))));

        await RunAsync(extractor, CsvLoader.ToFile<Utf8Reading>(_directory.File("out.csv"), columns => columns.Add("Id", row => row.Id).Add("Note", row => row.Note)));

        System.IO.File.ReadAllText(_directory.File("out.csv")).Should().Be(File);
    }

    [Fact]
    public async Task Run_TextLongerThanAnyBuffer_IsAsItWas()
    {
        var file = "Id,Note\n" + new string('表', 200_000) + "," + new string('x', 300_000) + "\n";
        var extractor = CsvExtractor.FromFile<Utf8Reading>(_directory.Write("in.csv", file));

        await RunAsync(extractor, CsvLoader.ToFile<Utf8Reading>(_directory.File("out.csv")));

        System.IO.File.ReadAllText(_directory.File("out.csv")).Should().Be(file);
    }

    [Fact]
    public async Task NeutralizeFormulas_TextThatBeginsAFormula_HasAQuoteBefore()
    {
        var extractor = CsvExtractor.FromFile<Utf8Reading>(_directory.Write("in.csv", "Id,Note\n=1+1,@x\n"));
        var options = new CsvLoaderOptions { NeutralizeFormulas = true };

        await RunAsync(extractor, CsvLoader.ToFile<Utf8Reading>(_directory.File("generated.csv"), options));
        await RunAsync(extractor, CsvLoader.ToFile<Utf8Reading>(
            _directory.File("columns.csv"), columns => columns.Add("Id", row => row.Id).Add("Note", row => row.Note), options));

        System.IO.File.ReadAllText(_directory.File("generated.csv")).Should().Be("Id,Note\n\"'=1+1\",\"'@x\"\n");
        System.IO.File.ReadAllText(_directory.File("columns.csv")).Should().Be("Id,Note\n\"'=1+1\",\"'@x\"\n");
    }

    private static Task<PipelineReport> RunAsync(IExtractor<Utf8Reading> extractor, ILoader<Utf8Reading> loader) =>
        new PipelineBuilder("copy").Extract(extractor).Load(loader).Build().RunAsync(TestContext.Current.CancellationToken);
}

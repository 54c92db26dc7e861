using System.Text.Json;

namespace EtlKit.Csv.Tests;

/// <summary>The files of csv-spectrum, each with its answer.</summary>
public sealed class CorpusTests
{
    /// <summary>Its quotes break the rules, and its answer has another telephone number than the file.</summary>
    private const string Malformed = "location_coordinates";

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Corpus", "csv-spectrum");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Path.Combine(Root, "csvs"))
            .Select(path => Path.GetFileNameWithoutExtension(path)!)
            .Where(name => name != Malformed)
            .Order(StringComparer.Ordinal)];

    [Fact]
    public void Corpus_IsThere() => Names.Should().HaveCount(11);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task FromFile_FileOfTheCorpus_GivesItsAnswer(string name)
    {
        var expected = JsonSerializer.Deserialize<List<Dictionary<string, string>>>(File.ReadAllText(Answer(name)))!;

        var rows = await Read.RowsAsync(CsvExtractor.FromFile(Csv(name), row => row.ToDictionary()));

        rows.Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task FromFile_FileWithQuotesInUnquotedFields_IsRejectedOrReadAsAsked()
    {
        var expected = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Answer(Malformed)))!;
        expected["Contact Phone Number"] = "2095257564";

        (await Read.AllAsync(CsvExtractor.FromFile(Csv(Malformed), row => row.ToDictionary()))).Single().Reason
            .Should().Be("quote inside an unquoted field");
        var accept = new CsvExtractorOptions { MalformedRecords = CsvRecordPolicy.Accept };
        (await Read.RowsAsync(CsvExtractor.FromFile(Csv(Malformed), row => row.ToDictionary(), accept))).Single()
            .Should().BeEquivalentTo(expected);
    }

    private static string Csv(string name) => Path.Combine(Root, "csvs", name + ".csv");

    private static string Answer(string name) => Path.Combine(Root, "json", name + ".json");
}

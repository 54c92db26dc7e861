using CsvHelper;

namespace EtlKit.Csv.Tests;

/// <summary>Names of files and columns that try to forge a line in a log.</summary>
public sealed class HostileNameTests : IDisposable
{
    private const string Hostile = "a'\";b\n2024-01-01 INFO all good\r\u001b[31m\u0085\u2028.csv";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Name_OfAFile_IsExact()
    {
        _directory.Write(Hostile, "id\n1\n");

        var extractor = CsvExtractor.FromDirectory<string>(_directory.Path, Read.Fields).Single();

        extractor.Name.Should().Be(Hostile);
        (await Read.AllAsync(extractor)).Rows().Should().Equal("[1]");
    }

    [Fact]
    public async Task File_Missing_FailsWithOneLine()
    {
        var extractor = CsvExtractor.FromFile(_directory.File(Hostile), Read.Fields);

        await AssertFailsWithOneLineAsync(() => Read.AllAsync(extractor));
        await AssertFailsWithOneLineAsync(
            () => extractor.GetFingerprintAsync(SourcePosition.Start, TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public Task File_FailsInEveryOtherWay_FailsWithOneLine() => Task.WhenAll(
        AssertFailsWithOneLineAsync("id\n1\n", row => row["value"].ToString()),
        AssertFailsWithOneLineAsync("\"id\n1\n", Read.Fields),
        AssertFailsWithOneLineAsync("id\n" + new string('x', 1000), Read.Fields),
        AssertFailsWithOneLineAsync("id\nx\"y\n", Read.Fields, rows: true),
        AssertFailsWithOneLineAsync("id\n1\n", Read.Fields, new SourcePosition(1, 2, 77)));

    [Fact]
    public void Directory_Missing_FailsWithOneLine()
    {
        var act = () => CsvExtractor.FromDirectory<string>(_directory.File(Hostile), Read.Fields).ToList();

        act.Should().Throw<DirectoryNotFoundException>().Which.ToString().Split('\n')[0].Should().Contain(".csv' of the CSV files");
    }

    [Fact]
    public async Task Header_HostileNames_AreQuotedInOneLine()
    {
        var path = _directory.Write("data.csv", "\"x\n2024 INFO\"\n1\n");

        var act = () => Read.AllAsync(CsvExtractor.FromFile(path, row => row["id"].ToString()));

        (await act.Should().ThrowAsync<CsvSourceException>()).Which.Message.Should().Contain("'x\uFFFD2024 INFO'").And.NotContain("\n");
    }

    [Fact]
    public async Task Header_HostileNames_AreQuotedInOneLineInAReasonToo()
    {
        var path = _directory.Write("data.csv", "id,\"value\n2024 INFO\",text\n1,x,a\n");
        var options = new CsvExtractorOptions { Aliases = { ["value\n2024 INFO"] = "value" } };

        (await Read.AllAsync(CsvExtractor.FromFile<Reading>(path, options))).Single().Reason
            .Should().StartWith("column 'value").And.EndWith("can't be read as Reading.Value (FormatException)").And.NotContain("\n");
    }

    [Fact]
    public async Task Header_OfManyLongNames_GivesAShortMessage()
    {
        var header = string.Join(',', Enumerable.Repeat(new string('x', 1000), 5000));

        var act = () => Read.AllAsync(CsvExtractor.FromFile(_directory.Write("data.csv", header + "\n" + header + "\n"), row => row["id"].ToString()));

        (await act.Should().ThrowAsync<CsvSourceException>().WithMessage("*and 4980 more*")).Which.Message.Length.Should().BeLessThan(4000);
    }

    [Fact]
    public async Task Loader_DirectoryMissing_FailsWithOneLine()
    {
        var loader = CsvLoader.ToFile<string>(Path.Combine(_directory.File(Hostile), "out.csv"), columns => columns.Add("a", row => row));

        var act = () => loader.OpenAsync(new LoadContext(), TestContext.Current.CancellationToken).AsTask();

        AssertIsOneLine((await act.Should().ThrowAsync<IOException>()).Which);
    }

    private static async Task AssertFailsWithOneLineAsync(Func<Task> act) => AssertIsOneLine((await act.Should().ThrowAsync<CsvSourceException>()).Which);

    /// <summary>What a log prints of an exception has lines of its own, but none that was made of a name.</summary>
    private static void AssertIsOneLine(Exception exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            at.Message.Should().NotContainAny("\n", "\r", "\u001b", "\u0085", "\u2028");
        }

        exception.Message.Should().Contain("a'\";b\uFFFD2024");
    }

    private static async Task AssertFailsWithOneLineAsync(
        string text, Func<CsvRow, string> map, SourcePosition? start = null, bool rows = false)
    {
        using var directory = new TemporaryDirectory();
        var options = new CsvExtractorOptions { MaxRecordSize = 256, BufferSize = 256 };
        var extractor = CsvExtractor.FromFile(directory.Write(Hostile, text), map, options);
        await AssertFailsWithOneLineAsync(() => rows ? Read.RowsAsync(extractor) : Read.AllAsync(extractor, start));
    }
}

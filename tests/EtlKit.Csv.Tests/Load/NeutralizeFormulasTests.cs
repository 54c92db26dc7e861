namespace EtlKit.Csv.Tests;

/// <summary>Text that a spreadsheet would run.</summary>
public sealed class NeutralizeFormulasTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("=HYPERLINK(\"http://example.com\",\"x\")")]
    public async Task NeutralizeFormulas_TextThatBeginsAFormula_ReadsBackWithAQuoteBefore(string text)
    {
        var row = new Reading(-1, -1.5, text);

        (await RoundTripAsync(row, new CsvLoaderOptions { NeutralizeFormulas = true })).Should().Be(row with { Text = "'" + text });
        (await RoundTripAsync(row, new CsvLoaderOptions())).Should().Be(row);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a=1")]
    [InlineData(" =1")]
    [InlineData("'=1")]
    [InlineData("1-1")]
    public async Task NeutralizeFormulas_OtherText_IsLeftAlone(string text)
    {
        var row = new Reading(1, 1, text);

        (await RoundTripAsync(row, new CsvLoaderOptions { NeutralizeFormulas = true })).Should().Be(row);
    }

    [Fact]
    public async Task NeutralizeFormulas_Columns_LeavesAloneWhatIsTypedAsANumberADateOrNothing()
    {
        var path = _directory.File("out.csv");
        var loader = CsvLoader.ToFile<int>(
            path,
            columns => columns
                .Add("=name", row => row)
                .Add("decimal", row => (decimal?)row)
                .Add("none", _ => (int?)null)
                .Add("text", _ => "=x")
                .Add("letter", _ => '=')
                .Add("date", _ => new DateOnly(2024, 2, 29)),
            new CsvLoaderOptions { NeutralizeFormulas = true });

        await WriteAsync(loader, -5);

        File.ReadAllText(path).Should().Be("\"'=name\",decimal,none,text,letter,date\n-5,-5,,\"'=x\",\"'=\",2024-02-29\n");
    }

    private async Task<Reading> RoundTripAsync(Reading row, CsvLoaderOptions options)
    {
        var path = _directory.File("out.csv");
        await WriteAsync(CsvLoader.ToFile<Reading>(path, options), row);
        return (await Read.RowsAsync(CsvExtractor.FromFile<Reading>(path))).Single();
    }

    private static async Task WriteAsync<TRow>(ILoader<TRow> loader, TRow row)
    {
        await using var session = await loader.OpenAsync(new LoadContext(), TestContext.Current.CancellationToken);
        _ = await session.LoadAsync(new RowBatch<TRow>(new[] { row }), TestContext.Current.CancellationToken);
        await session.CompleteAsync(TestContext.Current.CancellationToken);
    }
}

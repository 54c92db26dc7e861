namespace EtlKit.Csv.Tests;

/// <summary>Whatever is done to a file: no crash, no hang, no neighbour damaged, no line lost without a word.</summary>
public sealed class PollutionTests
{
    private static readonly TimeSpan HangGuard = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Names => [.. Pollutions.Every.Select(pollution => pollution.Name)];

    [Fact]
    public async Task CleanFile_GivesItsRows()
    {
        var items = await ReadAsync(new PollutedFile().ToBytes(), new CsvExtractorOptions());

        items.Items.Rows().Should().Equal(CleanTable.Rows);
        items.Failure.Should().BeNull();
    }

    [Theory]
    [Trait("Bug", "DuckDB #13197")]
    [MemberData(nameof(Names))]
    public async Task PollutedFile_KeepsTheIntactRowsAndAccountsForEveryLine(string name)
    {
        var pollution = Pollutions.Every.Single(pollution => pollution.Name == name);
        var file = pollution.Apply(new PollutedFile());
        file.Changes.Should().BePositive("a pollution must change something");
        var bytes = file.ToBytes();

        var (items, failure) = await ReadAsync(bytes, pollution.Options);

        if (pollution.Failure is not null)
        {
            failure.Should().NotBeNull();
            failure.Message.Should().Contain("'data.csv'").And.Contain(pollution.Failure);
            var before = pollution.Failure == "MaxRecordSize" ? file.IntactRows.Select(row => CleanTable.Rows[row]) : [];
            items.Rows().Should().Equal(before);
            return;
        }

        failure.Should().BeNull();
        var intact = file.IntactRows.Select(row => CleanTable.Rows[row]).ToList();
        items.Rows().Where(row => intact.Contains(row!)).Should().Equal(intact);
        items.Rows().Count().Should().Be(intact.Count + pollution.OtherRows);
        items.Rejects().Count().Should().Be(pollution.Rejects);
        items.Rejects().Should().NotContain(item => string.IsNullOrEmpty(item.RawText));
        LineLedger.AssertBalances(bytes, file.Encoding, items, pollution.Options.CommentPrefix);
    }

    private static async Task<(List<Item> Items, CsvSourceException? Failure)> ReadAsync(byte[] bytes, CsvExtractorOptions options)
    {
        using var directory = new TemporaryDirectory();
        var extractor = CsvExtractor.FromFile<string>(directory.Write("data.csv", bytes), CleanTable.Map, options);
        var items = new List<Item>();
        try
        {
            await Task.Run(() => Read.AllAsync(items, extractor), TestContext.Current.CancellationToken)
                .WaitAsync(HangGuard, TestContext.Current.CancellationToken);
            return (items, null);
        }
        catch (CsvSourceException exception)
        {
            return (items, exception);
        }
    }
}

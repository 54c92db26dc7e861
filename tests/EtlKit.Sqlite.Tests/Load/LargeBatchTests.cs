namespace EtlKit.Sqlite.Tests;

/// <summary>Keys in no order are loaded in large batches, all others in the usual ones.</summary>
public sealed class LargeBatchTests : IDisposable
{
    private const int Rows = 60_000;
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(true, true, 2)]
    [InlineData(true, false, 6)]
    [InlineData(false, true, 6)]
    public async Task Upsert_ManyRows_TakesLargeBatchesForRandomKeysOnly(bool isRandom, bool sortByKey, int batches)
    {
        // 37,199 has no factor in common with their number, so each key is there once, and more than half of them are less than the one before.
        var keys = Enumerable.Range(0, Rows).Select(i => isRandom ? (int)(i * 37_199L % Rows) : i);

        var report = await new PipelineBuilder("p")
            .Extract(Extractor.From("keys", keys.Select(key => new Row(key, $"{key}"))))
            .Load(SqliteLoader.Upsert<Row>(_database.ConnectionString, "rows", row => row.Key, o => o.SortByKey = sortByKey))
            .Configure(o => o.BatchTimeout = Timeout.InfiniteTimeSpan)
            .Build()
            .RunAsync(TestContext.Current.CancellationToken);

        report.Batches.Should().Be(batches);
        report.Rows.Loaded.Should().Be(Rows);
        _database.Query("SELECT count(*), sum(key), sum(key = text) FROM rows").Should().Equal($"{Rows}|{(long)Rows * (Rows - 1) / 2}|{Rows}");
    }

    [Fact]
    public async Task Upsert_LargeBatchWithABadRow_RejectsThatRowAlone()
    {
        _database.Execute("CREATE TABLE rows (Key INTEGER PRIMARY KEY, Text TEXT CHECK (Text <> 'bad'))");
        var keys = Enumerable.Range(0, Rows).Select(i => (int)(i * 37_199L % Rows)).ToList();

        var report = await new PipelineBuilder("p")
            .Extract(Extractor.From("keys", keys.Select((key, i) => new Row(key, i == 40_000 ? "bad" : $"{key}"))))
            .Load(SqliteLoader.Upsert<Row>(_database.ConnectionString, "rows", row => row.Key))
            .Configure(o => o.BatchTimeout = Timeout.InfiniteTimeSpan)
            .Build()
            .RunAsync(TestContext.Current.CancellationToken);

        report.Batches.Should().Be(2, "the bad row is in a large batch");
        report.Rows.Loaded.Should().Be(Rows - 1);
        report.RejectSamples.Should().ContainSingle().Which.RowNumber.Should().Be(40_001);
    }

    private sealed record Row(int Key, string Text);
}

using BenchmarkDotNet.Attributes;
using EtlKit.Sqlite;

namespace EtlKit.Benchmarks;

/// <summary>What do rows cost that the database refuses? Batches of 10,000 rows with none, one and a hundred of them are narrowed down to the bad rows.</summary>
public class NarrowingBenchmark
{
    private const int BatchSize = PipelineDefaults.BatchSize;
    private static readonly int Batches = DataSize.Rows(20, atLeast: 1);

    private readonly Workspace _workspace = new();
    private readonly Row[] _clean = Make(bad: 0);
    private readonly Row[] _oneBad = Make(bad: 1);
    private readonly Row[] _hundredBad = Make(bad: 100);

    [IterationSetup]
    public void DeleteDatabase() => _workspace.DeleteDatabase();

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark(Baseline = true)]
    public Task Clean() => RunAsync(_clean, bad: 0);

    [Benchmark]
    public Task OneBad() => RunAsync(_oneBad, bad: 1);

    [Benchmark]
    public Task HundredBad() => RunAsync(_hundredBad, bad: 100);

    private async Task RunAsync(Row[] rows, int bad)
    {
        var report = await new PipelineBuilder("narrowing")
            .Extract(Extractor.From("rows", rows))
            .Load(SqliteLoader.Append<Row>(EventTable.ConnectionTo(_workspace.Database), "rows", options => options
                .Column("id", row => row.Id)
                .Column("text", row => row.Text, notNull: true)))
            .Build()
            .RunAsync();
        if (report.Rows.Rejected != bad * Batches)
        {
            throw new InvalidOperationException($"{report.Rows.Rejected} rows were refused, and {bad * Batches} are bad.");
        }
    }

    /// <summary>Makes rows of which so many in each batch, evenly spread, have no text.</summary>
    private static Row[] Make(int bad) =>
        [.. Enumerable.Range(0, Batches * BatchSize).Select(i => new Row(i, bad > 0 && i % (BatchSize / bad) == BatchSize / bad / 2 ? null : "good"))];

    private readonly record struct Row(int Id, string? Text);
}

using BenchmarkDotNet.Attributes;
using CsvToSqlite;
using EtlKit.Sqlite;

namespace EtlKit.Benchmarks;

/// <summary>How large should batches be? Rows from memory are upserted into SQLite; each batch is one transaction.</summary>
public class BatchBenchmark
{
    private const int NoLimit = int.MaxValue;
    private static readonly int Rows = DataSize.Rows(200_000);

    private readonly Workspace _workspace = new();
    private readonly Event[] _rows = EventData.Make(Rows);

    [IterationSetup]
    public void DeleteDatabase() => _workspace.DeleteDatabase();

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark]
    public Task<PipelineReport> BatchesOf100() => Run(100);

    [Benchmark]
    public Task<PipelineReport> BatchesOf1000() => Run(1_000);

    [Benchmark(Baseline = true)]
    public Task<PipelineReport> BatchesOf10000() => Run(10_000);

    [Benchmark]
    public Task<PipelineReport> BatchesOf100000() => Run(100_000);

    private Task<PipelineReport> Run(int batchSize) => new PipelineBuilder("batches")
        .Extract(Extractor.From("events.csv", _rows))
        .Load(SqliteLoader.Upsert<Event>(EventTable.ConnectionTo(_workspace.Database), "events", e => e.Id, o => EventTable.Columns(o)))
        .Configure(o =>
        {
            o.BatchSize = batchSize;
            o.MaxBatchBytes = NoLimit;
        })
        .Build()
        .RunAsync();
}

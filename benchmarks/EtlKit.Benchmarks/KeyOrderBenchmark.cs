using BenchmarkDotNet.Attributes;
using CsvToSqlite;
using EtlKit.Sqlite;

namespace EtlKit.Benchmarks;

/// <summary>What does the order of keys cost, how far does sorting each batch help, and how large should batches be for it? Rows from memory are upserted.</summary>
public class KeyOrderBenchmark
{
    private const int NoLimit = int.MaxValue;
    private static readonly int Rows = DataSize.Rows(200_000);

    private readonly Workspace _workspace = new();
    private Event[] _rows = null!;

    [Params(KeyOrder.Ascending, KeyOrder.Random)]
    public KeyOrder Keys { get; set; }

    [Params(1_000, 10_000, 100_000)]
    public int BatchSize { get; set; }

    [GlobalSetup]
    public void SetUp() => _rows = Keys == KeyOrder.Random ? EventData.MakeShuffled(Rows) : EventData.Make(Rows);

    [IterationSetup]
    public void DeleteDatabase() => _workspace.DeleteDatabase();

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark(Baseline = true)]
    public Task<PipelineReport> AsTheyCome() => Run(sortByKey: false);

    [Benchmark]
    public Task<PipelineReport> SortedByKey() => Run(sortByKey: true);

    private Task<PipelineReport> Run(bool sortByKey) => new PipelineBuilder("keys")
        .Extract(Extractor.From("events.csv", _rows))
        .Load(SqliteLoader.Upsert<Event>(EventTable.ConnectionTo(_workspace.Database), "events", e => e.Id, o => EventTable.Columns(o).SortByKey = sortByKey))
        .Configure(o =>
        {
            o.BatchSize = BatchSize;
            o.LargeBatchSize = BatchSize;
            o.MaxBatchBytes = NoLimit;
        })
        .Build()
        .RunAsync();

    /// <summary>In what order keys come.</summary>
    public enum KeyOrder
    {
        /// <summary>Each is greater than the one before.</summary>
        Ascending,

        /// <summary>The same keys, shuffled.</summary>
        Random,
    }
}

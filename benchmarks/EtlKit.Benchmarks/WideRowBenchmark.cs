using BenchmarkDotNet.Attributes;
using EtlKit.Sqlite;

namespace EtlKit.Benchmarks;

/// <summary>How many bytes should a batch of wide rows have? Rows of 10,000 characters from memory are appended to a table in SQLite.</summary>
public class WideRowBenchmark
{
    private const int Characters = 10_000;
    private const int MiB = 1024 * 1024;
    private static readonly int Rows = DataSize.Rows(20_000);

    private readonly Workspace _workspace = new();
    private readonly WideRow[] _rows = [.. Enumerable.Range(0, Rows).Select(i => new WideRow(i, new string((char)('a' + (i % 26)), Characters)))];

    [IterationSetup]
    public void DeleteDatabase() => _workspace.DeleteDatabase();

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark]
    public Task<PipelineReport> BatchesOf1MiB() => Run(MiB);

    [Benchmark]
    public Task<PipelineReport> BatchesOf8MiB() => Run(8 * MiB);

    [Benchmark(Baseline = true)]
    public Task<PipelineReport> BatchesOf3MiB() => Run(PipelineDefaults.MaxBatchBytes);

    [Benchmark]
    public Task<PipelineReport> BatchesOf64MiB() => Run(64 * MiB);

    private Task<PipelineReport> Run(int maxBatchBytes) => new PipelineBuilder("wide")
        .Extract(Extractor.From("wide rows", _rows))
        .Load(SqliteLoader.Append<WideRow>(EventTable.ConnectionTo(_workspace.Database), "wide"))
        .Configure(o => o.MaxBatchBytes = maxBatchBytes)
        .Build()
        .RunAsync();

    /// <summary>A row of the table.</summary>
    public readonly record struct WideRow(int Id, string Text);
}

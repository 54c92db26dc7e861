using BenchmarkDotNet.Attributes;
using CsvToSqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EtlKit.Benchmarks;

/// <summary>How many rows should the channel hold? CSV files are upserted into SQLite by the sample's pipeline, which waits for SQLite at every commit.</summary>
public class ChannelCapacityBenchmark
{
    private const int Files = 4;
    private static readonly int RowsPerFile = DataSize.Rows(50_000);

    private readonly Workspace _workspace = new();

    [Params(1, 4)]
    public int Producers { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        for (var file = 0; file < Files; file++)
        {
            EventData.WriteCsv(_workspace.Input, file, RowsPerFile);
        }
    }

    [IterationSetup]
    public void DeleteDatabase() => _workspace.DeleteDatabase();

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark]
    public Task<PipelineReport> Capacity1000() => Run(1_000);

    [Benchmark(Baseline = true)]
    public Task<PipelineReport> Capacity10000() => Run(PipelineDefaults.ChannelCapacity);

    [Benchmark]
    public Task<PipelineReport> Capacity100000() => Run(100_000);

    private Task<PipelineReport> Run(int capacity)
    {
        var options = new JobOptions
        {
            Input = _workspace.Input,
            Database = _workspace.Database,
            Producers = Producers,
            ChannelCapacity = capacity,
        };
        return Job.Build(options, NullLoggerFactory.Instance).RunAsync();
    }
}

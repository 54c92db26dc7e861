using BenchmarkDotNet.Attributes;
using CsvToSqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EtlKit.Benchmarks;

/// <summary>What does it cost to find that nothing is new? All files have been loaded with checkpoints, so a run only compares their fingerprints.</summary>
public class NothingNewBenchmark
{
    private const int RowsPerFile = 100;
    private const int BlockSize = 4096;
    private static readonly int Files = DataSize.Rows(1_000);

    private readonly Workspace _workspace = new();

    [GlobalSetup]
    public Task SetUp()
    {
        for (var file = 0; file < Files; file++)
        {
            EventData.WriteCsv(_workspace.Input, file, RowsPerFile);
        }

        return Run();
    }

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    /// <summary>What can't be spared: each file is opened, and its first and last block are read.</summary>
    [Benchmark(Baseline = true)]
    public long BlocksByHand()
    {
        var buffer = new byte[BlockSize];
        long bytes = 0;
        foreach (var path in Directory.EnumerateFiles(_workspace.Input, "*.csv").Order(StringComparer.Ordinal))
        {
            using var file = File.OpenHandle(path);
            bytes += RandomAccess.Read(file, buffer, 0);
            bytes += RandomAccess.Read(file, buffer, Math.Max(0, RandomAccess.GetLength(file) - BlockSize));
        }

        return bytes;
    }

    [Benchmark]
    public async Task RunWithNothingNew()
    {
        var report = await Run();
        if (report.Rows.Extracted > 0)
        {
            throw new InvalidOperationException($"{report.Rows.Extracted} rows were read again.");
        }
    }

    private Task<PipelineReport> Run() =>
        Job.Build(new JobOptions { Input = _workspace.Input, Database = _workspace.Database, Resume = true }, NullLoggerFactory.Instance).RunAsync();
}

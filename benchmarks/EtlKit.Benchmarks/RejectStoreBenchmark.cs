using BenchmarkDotNet.Attributes;
using CsvToSqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EtlKit.Benchmarks;

/// <summary>What does keeping rejects cost? One row in ten of a CSV file is bad; it is only counted, written to a file, or stored in the database.</summary>
public class RejectStoreBenchmark
{
    private const int OneIn = 10;
    private static readonly int Rows = DataSize.Rows(200_000);

    private readonly Workspace _workspace = new();

    private string Rejects => _workspace.PathOf("rejects.jsonl");

    [GlobalSetup]
    public void SetUp() => EventData.WriteCsv(_workspace.Input, file: 0, Rows, OneIn);

    [IterationSetup]
    public void DeleteOutput()
    {
        _workspace.DeleteDatabase();
        File.Delete(Rejects);
    }

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark(Baseline = true)]
    public Task CountedOnly() => Run(NewOptions());

    [Benchmark]
    public Task RejectFile() => Run(NewOptions() with { Rejects = Rejects });

    [Benchmark]
    public Task RejectTable() => Run(NewOptions() with { RejectTable = true });

    private static async Task Run(JobOptions options)
    {
        var report = await Job.Build(options, NullLoggerFactory.Instance).RunAsync();
        if (report.Rows.Rejected != Rows / OneIn)
        {
            throw new InvalidOperationException($"{report.Rows.Rejected} rows were rejected, and {Rows / OneIn} are bad.");
        }
    }

    private JobOptions NewOptions() => new() { Input = _workspace.Input, Database = _workspace.Database };
}

using System.Runtime.InteropServices;
using System.Text;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using CsvToSqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace EtlKit.Benchmarks;

/// <summary>How does a pipeline compare with the loop that it replaces? A directory of CSV files is upserted into SQLite by the sample's pipeline.</summary>
public class EndToEndBenchmark
{
    private const int Files = 4;
    private const int BatchSize = 10_000;
    private static readonly int RowsPerFile = DataSize.Rows(100_000);

    private readonly Workspace _workspace = new();

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

    [Benchmark(Baseline = true)]
    public void PlainLoop()
    {
        using var writer = new CommandEventWriter(_workspace.Database, upsert: true);
        var batch = new List<Event>(BatchSize);
        Span<byte> timestamp = stackalloc byte[IsoTimestamp.MaxLength];
        foreach (var path in Directory.EnumerateFiles(_workspace.Input, "*.csv").Order(StringComparer.Ordinal))
        {
            var source = Path.GetFileName(path);
            using var reader = CsvReader.FromFile(path);
            reader.ReadHeader();
            while (reader.Read())
            {
                if (IsoTimestamp.TryNormalize(reader.GetSpan(1), timestamp, out var length) && EventValue.TryParse(reader.GetSpan(2), out var value))
                {
                    batch.Add(new Event(reader.GetString(0)!.Trim(), Encoding.ASCII.GetString(timestamp[..length]), value, source));
                }

                if (batch.Count == BatchSize)
                {
                    writer.Write(CollectionsMarshal.AsSpan(batch));
                    batch.Clear();
                }
            }
        }

        writer.Write(CollectionsMarshal.AsSpan(batch));
    }

    [Benchmark]
    public Task<PipelineReport> OneProducer() => Run(producers: 1);

    [Benchmark]
    public Task<PipelineReport> FourProducers() => Run(producers: 4);

    private Task<PipelineReport> Run(int producers)
    {
        var options = new JobOptions
        {
            Input = _workspace.Input,
            Database = _workspace.Database,
            Producers = producers,
            BatchSize = BatchSize,
        };
        return Job.Build(options, NullLoggerFactory.Instance).RunAsync();
    }
}

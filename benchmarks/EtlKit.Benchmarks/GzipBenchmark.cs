using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using EtlKit.Csv;

namespace EtlKit.Benchmarks;

/// <summary>What does compression cost the extractor, and what does it add to <see cref="GZipStream"/>?</summary>
public class GzipBenchmark
{
    private static readonly int Rows = DataSize.Rows(1_000_000);

    private readonly Workspace _workspace = new();
    private string _plain = null!;
    private string _gzip = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _plain = EventData.WriteCsv(_workspace.Input, file: 0, Rows);
        _gzip = EventData.Compress(_plain);
    }

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark(Baseline = true)]
    public Task<long> Plain() => Count(_plain);

    [Benchmark]
    public Task<long> Gzip() => Count(_gzip);

    [Benchmark]
    public long GzipByHand()
    {
        using var reader = CsvReader.Create(new GZipStream(File.OpenRead(_gzip), CompressionMode.Decompress));
        long rows = 0;
        foreach (var row in reader.GetRecords<CsvEvent>())
        {
            rows += row.Id.Length > 0 ? 1 : 0;
        }

        return rows;
    }

    private static async Task<long> Count(string path)
    {
        long rows = 0;
        await foreach (var item in CsvExtractor.FromFile<CsvEvent>(path).ExtractFromAsync(SourcePosition.Start, CancellationToken.None))
        {
            rows += item.Row.Id.Length > 0 ? 1 : 0;
        }

        return rows;
    }
}

using BenchmarkDotNet.Attributes;
using EtlKit.Csv;

namespace EtlKit.Benchmarks;

/// <summary>How soon does a run that is continued come to its first new row? The file has been loaded up to its last row; a plain file is read from there, a compressed one isn't.</summary>
public class ResumeBenchmark
{
    private static readonly int Rows = DataSize.Rows(1_000_000);

    private readonly Workspace _workspace = new();
    private IResumableExtractor<CsvEvent> _plain = null!;
    private IResumableExtractor<CsvEvent> _gzip = null!;
    private SourcePosition _plainPosition;
    private SourcePosition _gzipPosition;

    [GlobalSetup]
    public async Task SetUp()
    {
        var path = EventData.WriteCsv(_workspace.Input, file: 0, Rows);
        _plain = CsvExtractor.FromFile<CsvEvent>(path);
        _gzip = CsvExtractor.FromFile<CsvEvent>(EventData.Compress(path));
        _plainPosition = await PositionBeforeTheLastRow(_plain);
        _gzipPosition = await PositionBeforeTheLastRow(_gzip);
    }

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark(Baseline = true)]
    public Task FromTheStart() => Read(_plain, SourcePosition.Start, Rows);

    [Benchmark]
    public Task Resume() => Read(_plain, _plainPosition, rows: 1);

    [Benchmark]
    public Task ResumeGzip() => Read(_gzip, _gzipPosition, rows: 1);

    [Benchmark]
    public ValueTask<SourceFingerprint?> Fingerprint() => _plain.GetFingerprintAsync(_plainPosition, CancellationToken.None);

    [Benchmark]
    public ValueTask<SourceFingerprint?> FingerprintGzip() => _gzip.GetFingerprintAsync(_gzipPosition, CancellationToken.None);

    private static async Task Read(IResumableExtractor<CsvEvent> extractor, SourcePosition start, int rows)
    {
        var found = await extractor.ExtractFromAsync(start, CancellationToken.None).CountAsync();
        if (found != rows)
        {
            throw new InvalidOperationException($"{found} rows were read, and {rows} are there.");
        }
    }

    private static async Task<SourcePosition> PositionBeforeTheLastRow(IResumableExtractor<CsvEvent> extractor) =>
        (await extractor.ExtractFromAsync(SourcePosition.Start, CancellationToken.None).Skip(Rows - 2).FirstAsync()).Position;
}

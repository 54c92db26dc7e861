using BenchmarkDotNet.Attributes;
using CsvHelper;
using EtlKit.Csv;

namespace EtlKit.Benchmarks;

/// <summary>What does the extractor add to CsvHelper, for each way of making rows? It checks every record, and every row carries its position.</summary>
public class CsvExtractBenchmark
{
    private static readonly int Rows = DataSize.Rows(1_000_000);

    private readonly Workspace _workspace = new();
    private string _path = null!;

    [GlobalSetup]
    public void SetUp() => _path = EventData.WriteCsv(_workspace.Input, file: 0, Rows);

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark(Baseline = true)]
    public long CsvHelperByHand()
    {
        using var reader = CsvReader.FromFile(_path);
        reader.ReadHeader();
        long rows = 0;
        while (reader.Read())
        {
            var row = Map(reader.Current);
            rows += row.Id.Length > 0 ? 1 : 0;
        }

        return rows;
    }

    [Benchmark]
    public long CsvHelperRecords()
    {
        using var reader = CsvReader.FromFile(_path);
        long rows = 0;
        foreach (var row in reader.GetRecords<CsvEvent>())
        {
            rows += row.Id.Length > 0 ? 1 : 0;
        }

        return rows;
    }

    [Benchmark]
    public Task<long> ExtractorByFunction() => Count(CsvExtractor.FromFile(_path, Map));

    [Benchmark]
    public Task<long> ExtractorByMapper() => Count(CsvExtractor.FromFile<CsvEvent>(_path, _ => new CsvEventMapper()));

    [Benchmark]
    public Task<long> ExtractorByRecord() => Count(CsvExtractor.FromFile<CsvEvent>(_path));

    private static CsvEvent Map(CsvRow row) => new() { Id = row.GetString(0)!, Timestamp = row.GetString(1)!, Value = row.Parse<double>(2) };

    private static async Task<long> Count(IResumableExtractor<CsvEvent> extractor)
    {
        long rows = 0;
        await foreach (var item in extractor.ExtractFromAsync(SourcePosition.Start, CancellationToken.None))
        {
            rows += item.Row.Id.Length > 0 ? 1 : 0;
        }

        return rows;
    }

    private sealed class CsvEventMapper : CsvRecordMapper<CsvEvent>
    {
        public override CsvEvent Read(CsvReader reader) => Map(reader.Current);
    }
}

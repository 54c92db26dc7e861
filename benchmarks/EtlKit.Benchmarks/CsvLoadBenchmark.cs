using BenchmarkDotNet.Attributes;
using CsvHelper;
using EtlKit.Csv;

namespace EtlKit.Benchmarks;

/// <summary>What does the CSV loader add to CsvHelper's own writer? It encodes each batch to memory first, and syncs the file to the disk at the end.</summary>
public class CsvLoadBenchmark
{
    private const int BatchSize = PipelineDefaults.BatchSize;
    private static readonly int Rows = DataSize.Rows(500_000);

    private readonly Workspace _workspace = new();
    private readonly CsvEvent[] _rows =
        [.. EventData.Make(Rows).Select(e => new CsvEvent { Id = e.Id, Timestamp = e.Timestamp, Value = e.Value })];

    private string Output => _workspace.PathOf("output.csv");

    [GlobalCleanup]
    public void CleanUp() => _workspace.Dispose();

    [Benchmark(Baseline = true)]
    public void CsvHelperByHand()
    {
        using var writer = CsvWriter.ToFile(Output);
        writer.WriteHeader(["id", "timestamp", "value"]);
        foreach (var row in _rows)
        {
            writer.WriteField(row.Id);
            writer.WriteField(row.Timestamp);
            writer.WriteField(row.Value);
            writer.EndRecord();
        }
    }

    [Benchmark]
    public void CsvHelperRecords()
    {
        var records = CsvRecordWriter.Create<CsvEvent>();
        using var writer = CsvWriter.ToFile(Output);
        records.WriteHeader(writer);
        writer.EndRecord();
        foreach (var row in _rows)
        {
            records.Write(writer, row);
            writer.EndRecord();
        }
    }

    [Benchmark]
    public Task LoaderByRecord() => Load(CsvLoader.ToFile<CsvEvent>(Output));

    [Benchmark]
    public Task LoaderByColumns() => Load(CsvLoader.ToFile<CsvEvent>(Output, columns => columns
        .Add("id", row => row.Id)
        .Add("timestamp", row => row.Timestamp)
        .Add("value", row => row.Value)));

    private async Task Load(ILoader<CsvEvent> loader)
    {
        await using var session = await loader.OpenAsync(new LoadContext(), CancellationToken.None);
        for (var i = 0; i < Rows; i += BatchSize)
        {
            await session.LoadAsync(new RowBatch<CsvEvent>(_rows.AsMemory(i, Math.Min(BatchSize, Rows - i))), CancellationToken.None);
        }

        await session.CompleteAsync(CancellationToken.None);
    }
}

using CsvHelper;

namespace EtlKit.Benchmarks;

/// <summary>A record of a CSV file, which CsvHelper's source generator can map.</summary>
[CsvRecord]
internal sealed partial class CsvEvent
{
    public string Id { get; set; } = "";

    public string Timestamp { get; set; } = "";

    public double Value { get; set; }
}

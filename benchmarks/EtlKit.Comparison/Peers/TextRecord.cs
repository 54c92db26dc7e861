using CsvHelper;

namespace EtlKit.Comparison;

/// <summary>A record of a CSV file as text, mapped by CsvHelper's source generator.</summary>
[CsvRecord]
internal sealed partial class TextRecord
{
    public string Id { get; set; } = "";

    public string Timestamp { get; set; } = "";

    public string Value { get; set; } = "";
}

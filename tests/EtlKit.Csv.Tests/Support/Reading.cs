using CsvHelper;

namespace EtlKit.Csv.Tests;

/// <summary>A row whose mapper is generated.</summary>
[CsvRecord]
public sealed partial record Reading(int Id, double Value, string Text);

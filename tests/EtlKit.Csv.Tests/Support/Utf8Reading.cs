using CsvHelper;

namespace EtlKit.Csv.Tests;

/// <summary>A row of UTF-8 texts whose mapper is generated.</summary>
[CsvRecord]
public sealed partial record Utf8Reading(Utf8Text Id, Utf8Text? Note);

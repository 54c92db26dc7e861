namespace CsvToSqlite;

/// <summary>A row of the table <c>events</c>.</summary>
/// <param name="Id">The key.</param>
/// <param name="Timestamp">ISO 8601, such as <c>2021-01-01T12:00:00</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="SourceFile">The name of the file from which it was read.</param>
internal readonly record struct Event(string Id, string Timestamp, double Value, string SourceFile);

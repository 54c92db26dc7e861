namespace CsvToSqlite;

/// <summary>A record of a CSV file.</summary>
/// <param name="Id">The column <c>id</c>; null when the record has no such field.</param>
/// <param name="Timestamp">The column <c>timestamp</c>, or <c>ts</c> where that is empty, in ISO 8601; empty when both are, null when it is no timestamp.</param>
/// <param name="Value">The column <c>value</c>, or 0 where that is empty; null when it is not a number.</param>
internal readonly record struct RawEvent(string? Id, string? Timestamp, double? Value);

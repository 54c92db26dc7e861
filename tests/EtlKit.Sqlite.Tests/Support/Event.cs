namespace EtlKit.Sqlite.Tests;

internal sealed record Event(string Id, string? Timestamp, double? Value, string? SourceFile);

namespace EtlKit.Csv.Tests;

/// <summary>What an extractor gave, in a form that is easy to compare.</summary>
internal sealed record Item(string? Row, string? Reason, string? RawText, long LineNumber, SourcePosition Position);

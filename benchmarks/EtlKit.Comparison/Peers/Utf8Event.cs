namespace EtlKit.Comparison;

/// <summary>An event whose texts stay UTF-8.</summary>
internal readonly record struct Utf8Event(Utf8Text Id, Utf8Text Timestamp, double Value, string SourceFile);

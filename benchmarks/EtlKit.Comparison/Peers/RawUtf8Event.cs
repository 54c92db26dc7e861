namespace EtlKit.Comparison;

/// <summary>A record of a file, as the sample's, with texts that stay UTF-8.</summary>
internal readonly record struct RawUtf8Event(Utf8Text? Id, Utf8Text? Timestamp, double? Value);

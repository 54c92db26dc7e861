namespace EtlKit;

/// <summary>What one source has in a batch.</summary>
internal readonly record struct SourceShare(long Rows, long Filtered, long Rejected);

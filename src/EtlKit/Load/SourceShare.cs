namespace EtlKit;

/// <summary>What one source has in a batch.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Filtered">How many of its rows were filtered among them.</param>
/// <param name="Rejected">How many of its rows were rejected among them, before they were loaded.</param>
/// <param name="Progress">How far the source is decided when the batch is; null when checkpoints are off.</param>
internal readonly record struct SourceShare(long Rows, long Filtered, long Rejected, SourceProgress? Progress);

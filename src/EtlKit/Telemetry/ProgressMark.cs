namespace EtlKit;

/// <summary>The numbers by which a run shows that it makes progress: while it makes none, they stay the same.</summary>
/// <param name="Sources">What has become of the sources.</param>
/// <param name="Decided">Rows that are loaded, unchanged, ignored, filtered or rejected.</param>
/// <param name="Batches">Batches that were loaded.</param>
/// <param name="Calls">Calls of the loader that have begun, and those that have ended, but for the run lock.</param>
internal readonly record struct ProgressMark(SourceTotals Sources, long Decided, long Batches, long Calls);

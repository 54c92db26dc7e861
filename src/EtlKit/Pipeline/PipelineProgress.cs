namespace EtlKit;

/// <summary>How far a run has come.</summary>
/// <param name="Elapsed">How long it has been running.</param>
/// <param name="Extracted">Rows that the extractors have given.</param>
/// <param name="Written">Rows in batches that were loaded.</param>
/// <param name="Rejected">Rows rejected, counted as their batch is committed.</param>
/// <param name="SourcesCompleted">Sources that were read to their end.</param>
/// <param name="SourcesStarted">Sources that were begun.</param>
public sealed record PipelineProgress(
    TimeSpan Elapsed, long Extracted, long Written, long Rejected, int SourcesCompleted, int SourcesStarted);

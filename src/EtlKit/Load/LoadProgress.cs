namespace EtlKit;

/// <summary>The state of a pipeline that is committed together with a batch.</summary>
/// <remarks>Its lists belong to the writer, which uses them again after the call that got them has ended. <see cref="Rejects"/> makes each reject when it is asked for: go through it once.</remarks>
public sealed record LoadProgress
{
    /// <summary>Gets the checkpoints of the sources that have moved on in this batch. Each replaces the earlier one of its source.</summary>
    public IReadOnlyList<SourceCheckpoint> Checkpoints { get; init; } = [];

    /// <summary>Gets the rejects of the batch, to be stored with it. Only for a loader that is an <see cref="IRejectStore"/>, when the pipeline asks for it.</summary>
    public IReadOnlyList<Reject> Rejects { get; init; } = [];

    /// <summary>Gets what became of the dead letters that were replayed in the batch, to be marked in the store.</summary>
    public IReadOnlyList<ReplayedReject> Replayed { get; init; } = [];

    /// <summary>
    /// Gets whether the run is complete: every source was read to its end. Checkpoints without a fingerprint are then removed, because nothing could tell at the
    /// next run whether their sources have changed, and <see cref="SourceCheckpoint.Rejected"/> of the others becomes 0.
    /// </summary>
    public bool CompletesRun { get; init; }
}

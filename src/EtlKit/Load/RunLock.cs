namespace EtlKit;

/// <summary>Which run of a pipeline may load into a target, as it is stored in that target. Immutable.</summary>
/// <remarks>
/// The pipeline decides by it; a session only stores it. A run that finds a lock which is neither released nor lapsed is refused. It lapses when its process is
/// seen to be gone, or when it was not renewed for <see cref="Lease"/>. Taking it over makes <see cref="Epoch"/> grow, and whoever had it before can't commit
/// any more.
/// </remarks>
public sealed record RunLock
{
    /// <summary>Gets the number of holders so far, this one included.</summary>
    public required long Epoch { get; init; }

    /// <summary>Gets the id of the run that holds the lock.</summary>
    public required string RunId { get; init; }

    /// <summary>Gets the name of the machine on which it runs.</summary>
    public required string Machine { get; init; }

    /// <summary>Gets the number of its process on that machine.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Gets what tells its process from any other, so that others on the same machine can see whether it is gone. Not for people.</summary>
    public required string Process { get; init; }

    /// <summary>Gets when the run got the lock, by the clock of its machine.</summary>
    public required DateTimeOffset AcquiredAt { get; init; }

    /// <summary>Gets when the run renewed the lock last, which it does with each batch, and in between.</summary>
    public required DateTimeOffset HeartbeatAt { get; init; }

    /// <summary>Gets how long after its last renewal the lock still holds. See <see cref="PipelineOptions.RunLockLease"/>.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>Gets whether the run has ended and given the lock back.</summary>
    public bool IsReleased { get; init; }

    /// <summary>Says who holds the lock since when.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"run {RunId} of process {ProcessId} on {LogText.Clean(Machine)}, since {AcquiredAt:yyyy-MM-dd HH:mm:ss}Z, last heard of at {HeartbeatAt:yyyy-MM-dd HH:mm:ss}Z");
}

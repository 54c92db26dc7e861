namespace EtlKit.Quartz;

/// <summary>A fire that ran nothing. Immutable.</summary>
public sealed record SkippedFire
{
    /// <summary>Gets when it was due.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Gets when it was skipped.</summary>
    public required DateTimeOffset SkippedAt { get; init; }

    /// <summary>Gets why it was skipped.</summary>
    public required SkipReason Reason { get; init; }

    /// <summary>Gets why it was skipped, in words: which run was under way since when, who holds the lock.</summary>
    public required string Message { get; init; }
}

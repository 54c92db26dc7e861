namespace EtlKit.Hosting;

/// <summary>Whether a pipeline runs, and how its last runs went. Immutable.</summary>
/// <remarks>It knows of the runs that this process has made since it was started, by <see cref="IPipelineRunner"/>.</remarks>
public sealed record PipelineState
{
    /// <summary>How many runs are remembered: 20.</summary>
    public const int MaxHistory = 20;

    /// <summary>Gets the name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Gets whether a run is under way, or a call that one has abandoned has not returned yet.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Gets when the run that is under way began.</summary>
    /// <value><see langword="null"/> when none is.</value>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>Gets the runs that have ended, the last one first, at most <see cref="MaxHistory"/>. A run that was refused because another was under way is none of them.</summary>
    public IReadOnlyList<PipelineRunRecord> History { get; init; } = [];

    /// <summary>Gets the run that has ended last.</summary>
    /// <value><see langword="null"/> when none has.</value>
    public PipelineRunRecord? LastRun => History.Count > 0 ? History[0] : null;

    /// <summary>Gets when a run has last ended well, with or without rejects; a replay doesn't count.</summary>
    /// <value><see langword="null"/> when none has. It is remembered for longer than <see cref="History"/>.</value>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Gets since when the pipeline is looked after: when the runner was made.</summary>
    public DateTimeOffset KnownSince { get; init; }
}

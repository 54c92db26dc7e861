using EtlKit.Hosting;

namespace EtlKit.Quartz;

/// <summary>A schedule, when it fires, and how its last runs and fires went. Immutable.</summary>
public sealed record EtlScheduleState
{
    /// <summary>How many skipped fires are remembered: 20.</summary>
    public const int MaxSkipped = 20;

    /// <summary>Gets the name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Gets the cron expression.</summary>
    public required string Cron { get; init; }

    /// <summary>Gets the time zone that the cron expression is read in.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>Gets what happens to a fire while a run is under way.</summary>
    public ScheduleOverlap Overlap { get; init; }

    /// <summary>Gets what happens to fires that were missed.</summary>
    public ScheduleMisfire Misfire { get; init; }

    /// <summary>Gets how much later than it is due a run may begin.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Gets whether the schedule fires, as code and configuration say.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>Gets whether the schedule is paused.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Gets when the next fire is due. One that was missed while the schedule is paused stays the next.</summary>
    /// <value><see langword="null"/> when the schedule is disabled or has not been handed to Quartz yet.</value>
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>Gets when the schedule has last fired, by itself or on demand.</summary>
    /// <value><see langword="null"/> when it has not. With a persistent store, what the store remembers of fires that were due counts, too.</value>
    public DateTimeOffset? LastFireAt { get; init; }

    /// <summary>Gets the fires of this process that ran nothing, the last one first, at most <see cref="MaxSkipped"/>.</summary>
    public IReadOnlyList<SkippedFire> Skipped { get; init; } = [];

    /// <summary>Gets how many fires of this process ran nothing. Fires missed in a row count as one.</summary>
    public long SkippedCount { get; init; }

    /// <summary>Gets how the last runs went, those on demand too, and whether one is under way.</summary>
    public required PipelineState Runs { get; init; }
}

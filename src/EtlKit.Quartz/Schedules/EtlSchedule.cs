namespace EtlKit.Quartz;

/// <summary>When a pipeline is run, as code says it. Configuration under <c>EtlKit:Pipelines:name:Schedule</c> overrides each value. Not safe for concurrent use.</summary>
public sealed class EtlSchedule
{
    /// <summary>The longest jitter: a day.</summary>
    internal static readonly TimeSpan MaxJitter = TimeSpan.FromDays(1);

    internal EtlSchedule(string pipeline) => Pipeline = pipeline;

    internal string Pipeline { get; }

    internal string? CronExpression { get; private set; }

    internal string? TimeZoneId { get; private set; }

    internal ScheduleOverlap OverlapPolicy { get; private set; }

    internal ScheduleMisfire MisfirePolicy { get; private set; }

    internal TimeSpan MaxDelay { get; private set; }

    internal bool IsEnabled { get; private set; } = true;

    /// <summary>Sets when the pipeline is run.</summary>
    /// <param name="expression">A cron expression as Quartz reads it: second, minute, hour, day of month, month, day of week, such as <c>0 30 2 * * ?</c>. It is checked before the host starts.</param>
    /// <returns>The schedule.</returns>
    public EtlSchedule Cron(string expression)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(expression);
        CronExpression = expression;
        return this;
    }

    /// <summary>Sets the time zone that the cron expression is read in; without it, that is UTC.</summary>
    /// <param name="timeZone">The id of the time zone, such as <c>Europe/Berlin</c>. It is checked before the host starts.</param>
    /// <returns>The schedule.</returns>
    public EtlSchedule In(string timeZone)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(timeZone);
        TimeZoneId = timeZone;
        return this;
    }

    /// <summary>Sets what happens to a fire while a run is under way; without it, the fire is skipped.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>The schedule.</returns>
    public EtlSchedule Overlap(ScheduleOverlap policy)
    {
        OverlapPolicy = Enum.IsDefined(policy) ? policy : throw new ArgumentOutOfRangeException(nameof(policy), policy, "The policy is none of ScheduleOverlap.");
        return this;
    }

    /// <summary>Sets what happens to fires that were missed; without it, the pipeline is run once.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>The schedule.</returns>
    public EtlSchedule Misfire(ScheduleMisfire policy)
    {
        MisfirePolicy = Enum.IsDefined(policy) ? policy : throw new ArgumentOutOfRangeException(nameof(policy), policy, "The policy is none of ScheduleMisfire.");
        return this;
    }

    /// <summary>Sets that a run begins by chance up to a time later than it is due, so that many programs don't begin at once.</summary>
    /// <param name="atMost">From zero, the default, to a day.</param>
    /// <returns>The schedule.</returns>
    public EtlSchedule Jitter(TimeSpan atMost)
    {
        MaxDelay = atMost >= TimeSpan.Zero && atMost <= MaxJitter ? atMost : throw new ArgumentOutOfRangeException(nameof(atMost), atMost, $"The jitter must be from zero to {MaxJitter}.");
        return this;
    }

    /// <summary>Sets whether the pipeline is run by the schedule at all. It is, unless this says otherwise; one that is not can be run on demand.</summary>
    /// <param name="enabled">Whether it is.</param>
    /// <returns>The schedule.</returns>
    public EtlSchedule Enabled(bool enabled)
    {
        IsEnabled = enabled;
        return this;
    }
}

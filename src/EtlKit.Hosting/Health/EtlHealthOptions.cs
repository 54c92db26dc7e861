using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EtlKit.Hosting;

/// <summary>When the health checks of pipelines complain, and how loudly. Not safe for concurrent use.</summary>
public sealed class EtlHealthOptions
{
    /// <summary>Gets or sets what a run that has made no progress for <see cref="PipelineOptions.StallTimeout"/> means for liveness.</summary>
    /// <value>The default is <see cref="HealthStatus.Unhealthy"/>.</value>
    public HealthStatus StalledStatus { get; set; } = HealthStatus.Unhealthy;

    /// <summary>Gets or sets what a target that can't be reached, or a pipeline that can't be composed, means for readiness.</summary>
    /// <value>The default is <see cref="HealthStatus.Unhealthy"/>.</value>
    public HealthStatus UnreachableStatus { get; set; } = HealthStatus.Unhealthy;

    /// <summary>Gets or sets how long a target may take to answer.</summary>
    /// <value>More than zero. The default is 5 seconds.</value>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how long ago the last good run may be; before the first one, how long ago the program was started.</summary>
    /// <value>The default is <see langword="null"/>: any time.</value>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Gets what differs from <see cref="MaxAge"/>, by the names of pipelines.</summary>
    public IDictionary<string, TimeSpan> MaxAgeOf { get; } = new Dictionary<string, TimeSpan>(PipelineNames.Comparer);

    /// <summary>Gets or sets what it means for readiness that no run has ended well for longer than <see cref="MaxAge"/>.</summary>
    /// <value>The default is <see cref="HealthStatus.Unhealthy"/>.</value>
    public HealthStatus OverdueStatus { get; set; } = HealthStatus.Unhealthy;

    /// <summary>Gets or sets what it means for readiness that the last run has failed; one that was cancelled has not.</summary>
    /// <value>The default is <see cref="HealthStatus.Degraded"/>.</value>
    public HealthStatus FailedStatus { get; set; } = HealthStatus.Degraded;

    /// <summary>Gets or sets which part of its rows the last run may have rejected before readiness is degraded.</summary>
    /// <value>From 0 to 1, which is never. The default is 0.1.</value>
    public double MaxRejectRatio { get; set; } = 0.1;
}

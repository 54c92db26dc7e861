using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EtlKit.Hosting;

/// <summary>Looks whether a run that is under way makes progress. It never waits for the run.</summary>
internal sealed class LivenessCheck(HostedPipeline pipeline, EtlHealthOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var snapshot = pipeline.GetSnapshot();
        return Task.FromResult(snapshot is { IsStalled: true }
            ? Diagnosis.Of([Stalled(snapshot)], "")
            : HealthCheckResult.Healthy(snapshot is null ? "no run is under way" : "the run makes progress"));
    }

    private Diagnosis Stalled(PipelineSnapshot snapshot) => new(
        options.StalledStatus,
        FormattableString.Invariant($"the run has made no progress for {snapshot.TimeWithoutProgress.TotalSeconds:F0} s"),
        $"it waits for {snapshot.WaitsFor}",
        "look at what it waits for; if that won't come back, restart the process: with checkpoints the next run goes on where this one was",
        snapshot.RunId,
        snapshot);
}

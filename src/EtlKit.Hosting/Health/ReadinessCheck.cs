using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EtlKit.Hosting;

/// <summary>Looks whether the target can be reached, and how the last runs went. It never waits for a run.</summary>
internal sealed class ReadinessCheck(HostedPipeline pipeline, EtlHealthOptions options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = pipeline.GetState();
        Diagnosis?[] found = [await ProbeAsync(cancellationToken).ConfigureAwait(false), Overdue(state), LastRun(state)];
        return Diagnosis.Of([.. found.OfType<Diagnosis>()], state.LastRun is null ? "no run has ended yet" : "the last run ended well");
    }

    private async Task<Diagnosis?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            _ = await pipeline.ProbeTargetAsync(options.ProbeTimeout).WaitAsync(options.ProbeTimeout, time, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return new Diagnosis(
                options.UnreachableStatus,
                FormattableString.Invariant($"the target has not answered for {options.ProbeTimeout.TotalSeconds:0.###} s"),
                "the call that asks it has not returned, or the target answers that late itself",
                "check that the server of the target runs and can be reached from here, or raise ProbeTimeout");
        }
        catch (PipelineConfigurationException exception)
        {
            return new Diagnosis(
                options.UnreachableStatus, "the pipeline can't be composed", Diagnosis.CauseOf(exception), "correct its configuration, or what the container lacks");
        }
        catch (Exception exception)
        {
            return new Diagnosis(
                options.UnreachableStatus, "the target can't be reached", Diagnosis.CauseOf(exception), "check that the target is there, and that its address and permissions are right");
        }
    }

    private Diagnosis? Overdue(PipelineState state)
    {
        if ((options.MaxAgeOf.TryGetValue(pipeline.Name, out var own) ? own : options.MaxAge) is not { } maxAge)
        {
            return null;
        }

        var age = time.GetUtcNow() - (state.LastSuccessAt ?? state.KnownSince);
        return age <= maxAge ? null : new Diagnosis(
            options.OverdueStatus,
            state.LastSuccessAt is null ? FormattableString.Invariant($"no run has ended well since the start, {age:c} ago") : FormattableString.Invariant($"the last good run was {age:c} ago"),
            state.IsRunning ? "a run is under way, but has not ended"
            : state.LastRun is { Failure: { } failure } ? Diagnosis.CauseOf(failure)
            : "no run was begun",
            "look at the schedule and at the last run; MaxAge of the health checks says how old the last good run may be",
            state.LastRun?.Report?.RunId);
    }

    private Diagnosis? LastRun(PipelineState state) => state.LastRun switch
    {
        null or { Failure: PipelineCancelledException } => null,
        { Failure: { } failure } last => new Diagnosis(
            options.FailedStatus, "the last run has failed", Diagnosis.CauseOf(failure), "look at the log of the run, mend the cause and run it again", last.Report?.RunId),
        { Report: { } report } when RejectRatio(report.Rows) is var ratio && ratio > options.MaxRejectRatio => new Diagnosis(
            HealthStatus.Degraded,
            FormattableString.Invariant($"the last run has rejected {report.Rows.Rejected} rows, {ratio * 100:0.#} % of them"),
            FormattableString.Invariant($"they were refused for {report.RejectsByReason.Count} reasons, which the report and the log of the run name"),
            "look at the stored rejects, mend the source or a transformer, and replay them",
            report.RunId),
        _ => null,
    };

    private static double RejectRatio(RowLedger rows) => rows.Extracted + rows.Expanded is > 0 and var all ? (double)rows.Rejected / all : 0;
}

namespace EtlKit;

/// <summary>The metrics and the trace of one run, for those who report to both.</summary>
internal sealed class RunTelemetry(RunMetrics metrics, RunTrace trace)
{
    public RunMetrics Metrics => metrics;

    public RunTrace Trace => trace;

    public void Begin()
    {
        trace.Begin();
        metrics.Begin();
    }

    /// <summary>A call of the loader is to be made again.</summary>
    public void Retried(RetryAttempt attempt, Exception exception)
    {
        metrics.Retried(exception);
        trace.Retried(attempt, exception);
    }

    /// <summary>The run has been reported.</summary>
    public void Reported(PipelineReport report, long bytesRead, RunFailure? failure)
    {
        metrics.Reported(report, bytesRead, failure?.Exception);
        trace.End(report, failure);
    }

    /// <summary>Every task of the run has ended.</summary>
    public void End() => metrics.End();
}

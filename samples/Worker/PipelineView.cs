using EtlKit;
using EtlKit.Hosting;
using EtlKit.Quartz;

namespace Worker;

/// <summary>What the endpoints tell of a pipeline.</summary>
internal sealed record PipelineView(string Name, bool IsRunning, DateTimeOffset? RunningSince, DateTimeOffset? LastSuccessAt, DateTimeOffset? NextFireAt, RunView? LastRun)
{
    public static PipelineView Of(PipelineState state, EtlScheduleState? schedule) =>
        new(state.Pipeline, state.IsRunning, state.RunningSince, state.LastSuccessAt, schedule?.NextFireAt, state.LastRun is { } run ? RunView.Of(run) : null);
}

/// <summary>A run that has ended.</summary>
/// <param name="Failure">Why it failed, as far as it is safe to tell whoever asks: the type of the cause. The log has the rest.</param>
internal sealed record RunView(
    string? RunId, DateTimeOffset StartedAt, DateTimeOffset EndedAt, string Status, int ExitCode, RowLedger? Rows, IReadOnlyDictionary<string, long>? Rejects, string? Failure)
{
    public static RunView Of(PipelineRunRecord run) => new(
        run.Report?.RunId,
        run.StartedAt,
        run.EndedAt,
        run.Report?.Status.ToString() ?? "NotRun",
        run.Failure is null ? EtlExitCode.Of(run.Report!) : EtlExitCode.Of(run.Failure),
        run.Report?.Rows,
        run.Report?.RejectsByReason,
        (run.Failure?.InnerException ?? run.Failure)?.GetType().Name);
}

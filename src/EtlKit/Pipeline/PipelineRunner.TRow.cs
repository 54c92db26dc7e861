namespace EtlKit;

/// <summary>Runs a pipeline that loads rows of type <typeparamref name="TRow"/>.</summary>
internal sealed class PipelineRunner<TRow>(PipelineSettings settings, RowPlan<TRow> plan, ILoader<TRow> loader, Func<TRow, string>? formatRow)
    : PipelineRunner(settings)
{
    public override PipelineRun Begin(string runId, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken) =>
        new PipelineRun<TRow>(Settings, plan, loader, formatRow, runId, progress, cancellationToken);
}

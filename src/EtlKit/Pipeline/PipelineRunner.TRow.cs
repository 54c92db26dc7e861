namespace EtlKit;

/// <summary>Runs a pipeline that loads rows of type <typeparamref name="TRow"/>.</summary>
internal sealed class PipelineRunner<TRow>(PipelineSettings settings, RowPlan<TRow> plan, ILoader<TRow> loader, RowJson<TRow>? rowJson)
    : PipelineRunner(settings)
{
    public override ITargetProbe? Probe => loader as ITargetProbe;

    public override PipelineRun Begin(string runId, bool isReplay, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken) =>
        new PipelineRun<TRow>(Settings, isReplay ? MakeReplay() : plan, loader, rowJson, runId, isReplay, progress, cancellationToken);

    private ReplayPlan<TRow> MakeReplay() => new(
        plan,
        Settings.RejectPath is { } path
            ? new FileLetterBox(path, Settings.Logger)
            : new TargetLetterBox((IRejectStore)loader, Settings.Name),
        rowJson);
}

namespace EtlKit;

/// <summary>Runs a pipeline whose rows' types only the implementation knows.</summary>
internal abstract class PipelineRunner(PipelineSettings settings)
{
    public PipelineSettings Settings => settings;

    /// <summary>Makes a run.</summary>
    public abstract PipelineRun Begin(string runId, bool isReplay, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Asks the loader whether its target can be reached; null when it can't say.</summary>
    public abstract ITargetProbe? Probe { get; }
}

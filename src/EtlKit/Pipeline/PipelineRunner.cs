namespace EtlKit;

/// <summary>Runs a pipeline whose rows' types only the implementation knows.</summary>
internal abstract class PipelineRunner(PipelineSettings settings)
{
    public PipelineSettings Settings => settings;

    /// <summary>Makes a run.</summary>
    public abstract PipelineRun Begin(string runId, bool isReplay, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken);
}

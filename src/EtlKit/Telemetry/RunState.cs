namespace EtlKit;

/// <summary>Whether a run goes on or is being ended. See <see cref="PipelineSnapshot"/>.</summary>
public enum RunState
{
    /// <summary>Rows are extracted and loaded.</summary>
    Running,

    /// <summary>The run was cancelled or has failed: no further row is extracted, and what was extracted is loaded.</summary>
    Stopping,

    /// <summary>Nothing more is loaded either: the target has failed, or 80 % of <see cref="PipelineOptions.DrainTimeout"/> has passed.</summary>
    Aborting,

    /// <summary>The run was reported without waiting any longer, but calls have not returned. The pipeline can't run again until they do.</summary>
    Abandoned,
}

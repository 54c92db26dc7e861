namespace EtlKit;

/// <summary>How a run ended.</summary>
public enum PipelineStatus
{
    /// <summary>Every row was loaded or filtered, and the target says that it is durable.</summary>
    Succeeded,

    /// <summary>As <see cref="Succeeded"/>, but some rows were rejected.</summary>
    SucceededWithRejects,

    /// <summary>The run was cancelled; what it held was committed as far as <see cref="PipelineOptions.DrainTimeout"/> allowed.</summary>
    Cancelled,

    /// <summary>A source, the loader or the pipeline itself has failed.</summary>
    Failed,
}

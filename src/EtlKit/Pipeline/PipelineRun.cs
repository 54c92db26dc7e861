namespace EtlKit;

/// <summary>One execution of a pipeline.</summary>
internal abstract class PipelineRun : IAsyncDisposable
{
    public string Id { get; protected init; } = "";

    /// <summary>The run was reported, though not all of its tasks have ended.</summary>
    public bool IsReported { get; set; }

    /// <summary>What the run waits for in vain after its drain timeout has passed; empty when everything has ended.</summary>
    public abstract IReadOnlyList<string> Unreturned { get; }

    /// <summary>Looks at what the run is doing. Safe from anywhere; never waits for the run and never throws.</summary>
    public abstract PipelineSnapshot GetSnapshot();

    /// <summary>Ends when every task of the run has ended, which may be after the run was reported: a call can be abandoned, but not ended from outside.</summary>
    public abstract Task Work { get; }

    /// <exception cref="PipelineException">The run has failed.</exception>
    /// <exception cref="PipelineCancelledException">The run was cancelled.</exception>
    public abstract Task<PipelineReport> RunAsync();

    /// <summary>Lets go of timers and registrations. To be called when <see cref="Work"/> has ended.</summary>
    public abstract ValueTask DisposeAsync();
}

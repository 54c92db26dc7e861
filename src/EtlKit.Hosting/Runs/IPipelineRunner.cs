namespace EtlKit.Hosting;

/// <summary>
/// Runs the pipelines that were registered with <c>AddEtlPipeline</c>: from a controller, a job, a schedule or a test. A singleton, safe for concurrent use.
/// </summary>
/// <remarks>
/// Each run composes its pipeline anew in a scope of its own. Of one pipeline one run goes on at a time; different pipelines run side by side. When the application
/// stops, the runs that are under way are cancelled and drain, and the host waits for them as long as its shutdown timeout allows.
/// </remarks>
public interface IPipelineRunner
{
    /// <summary>Gets the names of the pipelines, in the order in which they were registered.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Runs a pipeline once.</summary>
    /// <param name="name">The name of the pipeline.</param>
    /// <param name="progress">Gets the progress, as <see cref="Pipeline.RunAsync(IProgress{PipelineProgress}, CancellationToken)"/> says.</param>
    /// <param name="cancellationToken">Cancels the run, which drains.</param>
    /// <returns>What the run did.</returns>
    /// <exception cref="UnknownPipelineException">No pipeline of that name is registered.</exception>
    /// <exception cref="PipelineBusyException">A run of the pipeline is under way, or a call that one has abandoned has not returned yet. The task has failed when it is returned.</exception>
    /// <exception cref="PipelineConfigurationException">The pipeline can't be composed, or its configuration is wrong.</exception>
    /// <exception cref="PipelineException">The run has failed.</exception>
    /// <exception cref="PipelineCancelledException">The run was cancelled, or the application has stopped.</exception>
    Task<PipelineReport> RunAsync(string name, IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Replays the rejects that a pipeline has stored, as <see cref="Pipeline.ReplayAsync"/> says.</summary>
    /// <returns>What the replay did.</returns>
    /// <exception cref="InvalidOperationException">The pipeline stores no rejects.</exception>
    /// <inheritdoc cref="RunAsync"/>
    Task<PipelineReport> ReplayAsync(string name, IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Looks at what the run that is under way is doing. It never waits for the run.</summary>
    /// <param name="name">The name of the pipeline.</param>
    /// <returns>What the run was doing at this moment; <see langword="null"/> when none is under way.</returns>
    /// <exception cref="UnknownPipelineException">No pipeline of that name is registered.</exception>
    PipelineSnapshot? GetSnapshot(string name);

    /// <summary>Says whether a pipeline runs, and how its last runs went, those that this process has made. It never waits for a run.</summary>
    /// <param name="name">The name of the pipeline.</param>
    /// <returns>The state at this moment.</returns>
    /// <exception cref="UnknownPipelineException">No pipeline of that name is registered.</exception>
    PipelineState GetState(string name);

    /// <summary>Waits until no run of a pipeline is under way, and every call that one has abandoned has returned. Another run may begin right then.</summary>
    /// <param name="name">The name of the pipeline.</param>
    /// <param name="cancellationToken">Ends the wait, not the run.</param>
    /// <returns>A task that ends when the pipeline is idle. It doesn't say how the run ended.</returns>
    /// <exception cref="UnknownPipelineException">No pipeline of that name is registered.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    Task WaitUntilIdleAsync(string name, CancellationToken cancellationToken = default);
}

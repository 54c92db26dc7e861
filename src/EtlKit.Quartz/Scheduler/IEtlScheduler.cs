namespace EtlKit.Quartz;

/// <summary>The schedules of the pipelines: when they fire, and pausing, resuming and triggering them while the program runs. A singleton, safe for concurrent use.</summary>
/// <remarks>With a persistent store, a pause outlives the process.</remarks>
public interface IEtlScheduler
{
    /// <summary>Gets the names of the pipelines that have a schedule, in the order in which the pipelines were registered.</summary>
    IReadOnlyList<string> Pipelines { get; }

    /// <summary>Looks at all schedules.</summary>
    /// <param name="cancellationToken">Ends the look at the store.</param>
    /// <returns>The schedules as they are at this moment, in the order of <see cref="Pipelines"/>.</returns>
    Task<IReadOnlyList<EtlScheduleState>> GetSchedulesAsync(CancellationToken cancellationToken = default);

    /// <summary>Looks at the schedule of a pipeline.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="cancellationToken">Ends the look at the store.</param>
    /// <returns>The schedule as it is at this moment.</returns>
    /// <exception cref="UnknownScheduleException">The pipeline has no schedule.</exception>
    Task<EtlScheduleState> GetScheduleAsync(string pipeline, CancellationToken cancellationToken = default);

    /// <summary>Keeps a schedule from firing. A run that is under way goes on. Pausing a paused schedule does nothing.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="cancellationToken">Ends the call to the store.</param>
    /// <exception cref="UnknownScheduleException">The pipeline has no schedule.</exception>
    /// <exception cref="InvalidOperationException">The schedule is disabled.</exception>
    Task PauseAsync(string pipeline, CancellationToken cancellationToken = default);

    /// <summary>Lets a paused schedule fire again. What it has missed is dealt with as its <see cref="ScheduleMisfire"/> says.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="cancellationToken">Ends the call to the store.</param>
    /// <exception cref="UnknownScheduleException">The pipeline has no schedule.</exception>
    /// <exception cref="InvalidOperationException">The schedule is disabled.</exception>
    Task ResumeAsync(string pipeline, CancellationToken cancellationToken = default);

    /// <summary>
    /// Fires a schedule now, also when it is paused or disabled. The fire is subject to <see cref="ScheduleOverlap"/>, and knows no jitter.
    /// </summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="cancellationToken">Ends the call to the store, not the run.</param>
    /// <returns>A task that ends when the fire has been handed over, not when its run has ended; <see cref="EtlScheduleState"/> tells of that.</returns>
    /// <exception cref="UnknownScheduleException">The pipeline has no schedule.</exception>
    Task TriggerAsync(string pipeline, CancellationToken cancellationToken = default);
}

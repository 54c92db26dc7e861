using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EtlKit.Quartz;

/// <summary>Adds schedules in code, and configures the Quartz scheduler that fires them. Not safe for concurrent use.</summary>
public sealed class EtlSchedules
{
    private readonly IServiceCollection _services;

    internal EtlSchedules(IServiceCollection services) => _services = services;

    /// <summary>Adds a schedule of a pipeline. A later one of the same pipeline replaces it; configuration overrides its values.</summary>
    /// <param name="pipeline">The name of the pipeline, which is registered with <c>AddEtlPipeline</c>, before or after.</param>
    /// <param name="configure">Says when it is run.</param>
    /// <returns>The schedules.</returns>
    public EtlSchedules Add(string pipeline, Action<EtlSchedule> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pipeline);
        ArgumentNullException.ThrowIfNull(configure);
        var schedule = new EtlSchedule(pipeline);
        configure(schedule);
        _services.AddSingleton(schedule);
        return this;
    }

    /// <summary>Configures the scheduler, such as a persistent store; it goes over the section <c>EtlKit:Quartz</c>.</summary>
    /// <param name="configure">Configures it. The application's own schedulers are not touched.</param>
    /// <returns>The schedules.</returns>
    public EtlSchedules UseQuartz(Action<IQuartzBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _services.ConfigureAllQuartzSchedulers(quartz =>
        {
            if (quartz.SchedulerName == QuartzNames.Scheduler)
            {
                configure(quartz);
            }
        });
        return this;
    }
}

using EtlKit.Hosting;
using EtlKit.Quartz;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Quartz;

namespace Microsoft.Extensions.Hosting;

/// <summary>Runs pipelines on schedules.</summary>
public static class EtlScheduleExtensions
{
    // Fires that wait for their jitter or for another run hold a place, and cost nothing else.
    private const int MaxConcurrency = 100;

    /// <inheritdoc cref="AddEtlSchedules(IHostApplicationBuilder, Action{EtlSchedules})"/>
    public static IHostApplicationBuilder AddEtlSchedules(this IHostApplicationBuilder builder) => builder.AddEtlSchedules(configure: null);

    /// <summary>Runs the pipelines that have a schedule, in code or in configuration, while the host runs. <see cref="IEtlScheduler"/> is registered, too.</summary>
    /// <param name="builder">The builder of the host. Sources of configuration that hold <c>EtlKit:Quartz</c> are added before.</param>
    /// <param name="configure">Adds schedules, and configures Quartz.</param>
    /// <returns>The builder.</returns>
    /// <remarks>It may be called several times; the section <c>EtlKit:Quartz</c> is read by the first call.</remarks>
    public static IHostApplicationBuilder AddEtlSchedules(this IHostApplicationBuilder builder, Action<EtlSchedules>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddEtlSchedules(builder.Configuration, configure);
        return builder;
    }

    /// <summary>Runs the pipelines that have a schedule, in code or in configuration, while the host runs. <see cref="IEtlScheduler"/> is registered, too.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration of the host, of which Quartz reads <c>EtlKit:Quartz</c>. Schedules are read from the container's.</param>
    /// <param name="configure">Adds schedules, and configures Quartz; <see langword="null"/> when configuration says it all.</param>
    /// <returns>The services.</returns>
    /// <remarks>It may be called several times; the section <c>EtlKit:Quartz</c> is read by the first call.</remarks>
    public static IServiceCollection AddEtlSchedules(this IServiceCollection services, IConfiguration configuration, Action<EtlSchedules>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        AddChecks(services);
        if (!services.Any(service => service.ServiceType == typeof(IEtlScheduler)))
        {
            AddQuartz(services, configuration.GetSection($"EtlKit:{QuartzNames.Section}"));
            services.AddSingleton<ScheduledPipelines>();
            services.AddSingleton<IEtlScheduler, EtlScheduler>();
        }

        configure?.Invoke(new EtlSchedules(services));
        return services;
    }

    /// <summary>
    /// Checks the schedules with the rest of the configuration, and fires none: for a program that is configured as the one that runs the schedules, but runs a pipeline once.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    /// <remarks>A store of schedules isn't opened, and there is no <see cref="IEtlScheduler"/>.</remarks>
    public static IServiceCollection CheckEtlSchedules(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddChecks(services);
        return services;
    }

    private static void AddChecks(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ScheduleBook)))
        {
            return;
        }

        services.AddEtlHosting();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ScheduleBook(
            provider.GetServices<EtlSchedule>(), provider.GetService<IConfiguration>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IPipelineConfigurationSection>(provider => provider.GetRequiredService<ScheduleBook>());
        services.AddSingleton<IEtlStartCheck>(provider => new ScheduleCheck(
            provider.GetRequiredService<ScheduleBook>(), provider.GetRequiredService<IOptions<HostOptions>>(), provider.GetService<IConfiguration>()));
    }

    private static void AddQuartz(IServiceCollection services, IConfigurationSection section)
    {
        services.AddHostedService<ScheduleStart>();
        services.AddQuartz(QuartzNames.Scheduler, section, quartz =>
        {
            quartz.AddJobType<PipelineJob>();
            quartz.AddTriggerListener<MisfireListener>();
            quartz.ConfigureScheduler(options => options.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            if (section["ThreadPool:MaxConcurrency"] is null && section["quartz.threadPool.maxConcurrency"] is null)
            {
                quartz.UseDefaultThreadPool(MaxConcurrency);
            }
        });
        services.AddQuartzHostedService(QuartzNames.Scheduler, options => options.WaitForJobsToComplete = true);
    }
}

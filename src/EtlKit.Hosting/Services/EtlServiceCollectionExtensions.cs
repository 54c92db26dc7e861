using EtlKit;
using EtlKit.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers pipelines with a container.</summary>
public static class EtlServiceCollectionExtensions
{
    /// <summary>Registers a pipeline under a name; <see cref="IPipelineRunner"/> runs it.</summary>
    /// <typeparam name="TRow">The type of the rows that are loaded.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">
    /// The name of the pipeline: in logs and reports, and in configuration under <c>EtlKit:Pipelines</c>, so it holds no colon. Upper and lower case are the same.
    /// </param>
    /// <param name="compose">
    /// Composes the pipeline and returns its builder, not built. It is called anew for each run, with the services of a scope of that run's own, which is disposed of when
    /// the last call of the run has returned. The builder has the container's logger factory, clock and meter factory. Settings of <c>EtlKit:Pipelines:name</c> are applied over those
    /// that it configures.
    /// </param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The name is empty, has a colon or is registered already.</exception>
    public static IServiceCollection AddEtlPipeline<TRow>(
        this IServiceCollection services, string name, Func<IServiceProvider, PipelineBuilder, LoadedPipelineBuilder<TRow>> compose)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(compose);
        if (name.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The pipeline '{name}' can't be configured, because its name holds a colon: leave it out.", nameof(name));
        }

        if (services.Select(service => service.ServiceType == typeof(PipelineRegistration) ? service.ImplementationInstance as PipelineRegistration : null)
            .FirstOrDefault(other => other is not null && PipelineNames.Comparer.Equals(other.Name, name)) is { } taken)
        {
            throw new ArgumentException($"A pipeline '{taken.Name}' is registered already: give this one another name, or register it once.", nameof(name));
        }

        return services.AddSingleton(PipelineRegistration.Of(name, compose)).AddEtlHosting();
    }

    /// <summary>
    /// Registers <see cref="IPipelineRunner"/>, the check of the configuration and what lets runs drain when the host stops. <c>AddEtlPipeline</c> calls it; packages that build upon
    /// the runner do, too, so that they work before a pipeline is registered. Calling it again does nothing.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddEtlHosting(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => new PipelineConfiguration(
            provider.GetServices<PipelineRegistration>(),
            provider.GetServices<IPipelineConfigurationSection>(),
            provider.GetServices<IEtlStartCheck>(),
            provider.GetService<IConfiguration>()));
        services.TryAddSingleton<HostedPipelineRunner>();
        services.TryAddSingleton<IPipelineRunner>(provider => provider.GetRequiredService<HostedPipelineRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ConfigurationCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RunDrain>());
        return services;
    }

    /// <summary>Reads the pipeline's own settings: what is under <c>EtlKit:Pipelines:name:Settings</c>, and connection strings.</summary>
    /// <param name="services">The services of a run, as they are given to the function that composes a pipeline.</param>
    /// <param name="name">The name of the pipeline.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="UnknownPipelineException">No pipeline of that name is registered.</exception>
    public static EtlPipelineSettings GetEtlPipelineSettings(this IServiceProvider services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var names = services.GetServices<PipelineRegistration>().Select(registration => registration.Name).ToList();
        return names.Contains(name, PipelineNames.Comparer)
            ? new EtlPipelineSettings(name, services.GetService<IConfiguration>())
            : throw new UnknownPipelineException(name, names);
    }
}

using EtlKit;
using EtlKit.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health checks of pipelines.</summary>
public static class EtlHealthChecksExtensions
{
    /// <summary>
    /// Adds two checks for each pipeline that is registered, before or after: <c>etlkit:name:live</c> with the tag <c>live</c>, which fails while a run is stalled, and
    /// <c>etlkit:name:ready</c> with the tag <c>ready</c>, which asks for the target and looks at the last runs.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="configure">Says when they complain, and how loudly.</param>
    /// <returns>The health checks.</returns>
    /// <remarks>
    /// <para>A result that is not healthy has a diagnosis in its data: <c>symptom</c>, <c>cause</c>, <c>action</c>, and where they are known <c>runId</c>, <c>snapshot</c> and <c>also</c>. They hold no
    /// values of rows, and messages of EtlKit alone.</para>
    /// <para>No check waits for a run. Each readiness check composes the pipeline to ask its loader, if that is an <see cref="ITargetProbe"/>, in a scope of its own.</para>
    /// </remarks>
    public static IHealthChecksBuilder AddEtlPipelines(this IHealthChecksBuilder builder, Action<EtlHealthOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new EtlHealthOptions();
        configure?.Invoke(options);
        builder.Services.AddOptions<HealthCheckServiceOptions>().Configure<IServiceProvider>((checks, services) =>
        {
            foreach (var name in services.GetServices<PipelineRegistration>().Select(registration => registration.Name))
            {
                checks.Registrations.Add(new HealthCheckRegistration(
                    $"etlkit:{name}:live", provider => new LivenessCheck(Find(provider, name), options), failureStatus: null, tags: ["live"]));
                checks.Registrations.Add(new HealthCheckRegistration(
                    $"etlkit:{name}:ready",
                    provider => new ReadinessCheck(Find(provider, name), options, provider.GetService<TimeProvider>() ?? TimeProvider.System),
                    failureStatus: null,
                    tags: ["ready"]));
            }
        });
        return builder;
    }

    private static HostedPipeline Find(IServiceProvider services, string name) => services.GetRequiredService<HostedPipelineRunner>().Find(name);
}

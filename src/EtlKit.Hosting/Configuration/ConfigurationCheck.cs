using Microsoft.Extensions.Hosting;

namespace EtlKit.Hosting;

/// <summary>Keeps a host from starting when its pipelines are configured wrongly, before any of its services is started.</summary>
internal sealed class ConfigurationCheck(PipelineConfiguration configuration) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => configuration.FindProblems() is { Count: > 0 } problems
        ? Task.FromException(new EtlConfigurationException(problems))
        : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

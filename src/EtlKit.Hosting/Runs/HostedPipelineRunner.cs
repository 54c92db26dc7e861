using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EtlKit.Hosting;

/// <summary>Runs the registered pipelines by their names. Safe for concurrent use.</summary>
internal sealed class HostedPipelineRunner : IPipelineRunner
{
    private readonly Dictionary<string, HostedPipeline> _pipelines;

    public HostedPipelineRunner(IEnumerable<PipelineRegistration> registrations, PipelineConfiguration configuration, IServiceScopeFactory scopes, IServiceProvider services)
    {
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = services.GetEtlLogger();
        var stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        var pipelines = registrations.Select(registration => new HostedPipeline(registration, scopes, configuration, time, logger, stopping)).ToList();
        Names = [.. pipelines.Select(pipeline => pipeline.Name)];
        _pipelines = pipelines.ToDictionary(pipeline => pipeline.Name, PipelineNames.Comparer);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Ends when no run is under way, but for calls that were abandoned.</summary>
    public Task DrainAsync() => Task.WhenAll(_pipelines.Values.Select(pipeline => pipeline.Drained));

    public Task<PipelineReport> RunAsync(string name, IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Find(name).RunAsync(isReplay: false, progress, cancellationToken);

    public Task<PipelineReport> ReplayAsync(string name, IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Find(name).RunAsync(isReplay: true, progress, cancellationToken);

    public PipelineSnapshot? GetSnapshot(string name) => Find(name).GetSnapshot();

    public PipelineState GetState(string name) => Find(name).GetState();

    public Task WaitUntilIdleAsync(string name, CancellationToken cancellationToken = default) => Find(name).Idle.WaitAsync(cancellationToken);

    public HostedPipeline Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _pipelines.GetValueOrDefault(name) ?? throw new UnknownPipelineException(name, Names);
    }
}

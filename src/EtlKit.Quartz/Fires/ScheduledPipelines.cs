using EtlKit.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EtlKit.Quartz;

/// <summary>The pipelines that have a schedule, as code and configuration were when they were asked for first, which is after they have been checked. Safe for concurrent use.</summary>
internal sealed class ScheduledPipelines
{
    private readonly Lazy<IReadOnlyList<ScheduledPipeline>> _all;
    private readonly Lazy<Dictionary<string, ScheduledPipeline>> _byName;

    public ScheduledPipelines(ScheduleBook book, IPipelineRunner runner, TimeProvider time, IServiceProvider services)
    {
        Logger = services.GetService<ILoggerFactory>()?.CreateLogger("EtlKit.Quartz") ?? NullLogger.Instance;
        var random = services.GetService<Random>() ?? Random.Shared;
        var stopping = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        _all = new(() => [.. book.Read(runner.Names).Select(schedule => new ScheduledPipeline(schedule, runner, time, random, Logger, stopping))]);
        _byName = new(() => All.ToDictionary(pipeline => pipeline.Schedule.Pipeline, StringComparer.OrdinalIgnoreCase));
    }

    public ILogger Logger { get; }

    public IReadOnlyList<ScheduledPipeline> All => _all.Value;

    public ScheduledPipeline? Find(string name) => _byName.Value.GetValueOrDefault(name);
}

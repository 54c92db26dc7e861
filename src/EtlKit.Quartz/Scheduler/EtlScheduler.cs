using EtlKit.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace EtlKit.Quartz;

/// <summary>The schedules as Quartz holds them, with what Quartz doesn't know of their fires and runs. Safe for concurrent use.</summary>
internal sealed class EtlScheduler(
    ScheduledPipelines pipelines, IPipelineRunner runner, [FromKeyedServices(QuartzNames.Scheduler)] IScheduler scheduler) : IEtlScheduler
{
    public IReadOnlyList<string> Pipelines { get; } = [.. pipelines.All.Select(pipeline => pipeline.Schedule.Pipeline)];

    public async Task<IReadOnlyList<EtlScheduleState>> GetSchedulesAsync(CancellationToken cancellationToken = default)
    {
        var states = new List<EtlScheduleState>();
        foreach (var pipeline in pipelines.All)
        {
            states.Add(await GetAsync(pipeline, cancellationToken).ConfigureAwait(false));
        }

        return states;
    }

    public Task<EtlScheduleState> GetScheduleAsync(string pipeline, CancellationToken cancellationToken = default) => GetAsync(Find(pipeline), cancellationToken);

    public async Task PauseAsync(string pipeline, CancellationToken cancellationToken = default) =>
        await scheduler.PauseTrigger(FindEnabled(pipeline).TriggerKey, cancellationToken).ConfigureAwait(false);

    public async Task ResumeAsync(string pipeline, CancellationToken cancellationToken = default) =>
        await scheduler.ResumeTrigger(FindEnabled(pipeline).TriggerKey, cancellationToken).ConfigureAwait(false);

    public async Task TriggerAsync(string pipeline, CancellationToken cancellationToken = default) =>
        await scheduler.TriggerJob(Find(pipeline).Schedule.JobKey, cancellationToken: cancellationToken).ConfigureAwait(false);

    private async Task<EtlScheduleState> GetAsync(ScheduledPipeline pipeline, CancellationToken cancellationToken)
    {
        var schedule = pipeline.Schedule;
        var trigger = await scheduler.GetTrigger(schedule.TriggerKey, cancellationToken).ConfigureAwait(false);
        var state = await scheduler.GetTriggerState(schedule.TriggerKey, cancellationToken).ConfigureAwait(false);
        var (skipped, skippedCount, lastFireAt) = pipeline.GetHistory();
        return new EtlScheduleState
        {
            Pipeline = schedule.Pipeline,
            Cron = schedule.CronText,
            TimeZone = schedule.Cron.TimeZone,
            Overlap = schedule.Overlap,
            Misfire = schedule.Misfire,
            Jitter = schedule.Jitter,
            IsEnabled = schedule.IsEnabled,
            IsPaused = state == TriggerState.Paused,
            NextFireAt = trigger?.NextFireTimeUtc,
            LastFireAt = lastFireAt ?? trigger?.PreviousFireTimeUtc,
            Skipped = skipped,
            SkippedCount = skippedCount,
            Runs = runner.GetState(schedule.Pipeline),
        };
    }

    private ScheduleDefinition FindEnabled(string name) => Find(name).Schedule is { IsEnabled: true } schedule ? schedule : throw new InvalidOperationException(
        $"The schedule of pipeline '{name}' is disabled, so it can't be paused or resumed: set EtlKit:Pipelines:{name}:Schedule:Enabled to true, or use TriggerAsync to run it once.");

    private ScheduledPipeline Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return pipelines.Find(name) ?? throw new UnknownScheduleException(name, Pipelines);
    }
}

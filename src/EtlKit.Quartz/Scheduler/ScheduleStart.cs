using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace EtlKit.Quartz;

/// <summary>Hands the schedules to Quartz when the host starts, before Quartz fires anything: what its store holds is brought up to date, and never doubled.</summary>
internal sealed class ScheduleStart(
    ScheduledPipelines pipelines, [FromKeyedServices(QuartzNames.Scheduler)] IScheduler scheduler, TimeProvider time, IOptions<HostOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ShutdownTimeout < PipelineDefaults.DrainTimeout)
        {
            Log.ShortShutdown(pipelines.Logger, options.Value.ShutdownTimeout, PipelineDefaults.DrainTimeout);
        }

        await RemoveOthersAsync(cancellationToken).ConfigureAwait(false);
        foreach (var pipeline in pipelines.All)
        {
            await ScheduleAsync(pipeline.Schedule, cancellationToken).ConfigureAwait(false);
        }
    }

    // Quartz stops by itself, and the runs drain with the runner.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RemoveOthersAsync(CancellationToken cancellationToken)
    {
        var query = new JobQuery { Group = GroupMatcher<JobKey>.GroupEquals(QuartzNames.Group), Take = PagedQuery.All };
        var stored = await scheduler.QueryJobs(query, cancellationToken).ConfigureAwait(false);
        foreach (var key in stored.Items.Select(job => job.Key).Where(key => !pipelines.All.Any(pipeline => pipeline.Schedule.JobKey.Equals(key))))
        {
            await scheduler.DeleteJob(key, cancellationToken).ConfigureAwait(false);
            Log.Removed(pipelines.Logger, key.Name);
        }
    }

    private async Task ScheduleAsync(ScheduleDefinition schedule, CancellationToken cancellationToken)
    {
        await scheduler.AddJob(schedule.MakeJob(), AddJobOptions.Replacing, cancellationToken).ConfigureAwait(false);
        if (!schedule.IsEnabled)
        {
            await scheduler.UnscheduleJob(schedule.TriggerKey, cancellationToken).ConfigureAwait(false);
            Log.Disabled(pipelines.Logger, schedule.Pipeline);
            return;
        }

        Log.Scheduled(
            pipelines.Logger, schedule.Pipeline, schedule.CronText, schedule.Cron.TimeZone.Id, await PutTriggerAsync(schedule, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>One that is stored already and fires as it should is left as it is: it knows of fires that were missed while no process was there, and whether it is paused.</summary>
    private async Task<DateTimeOffset?> PutTriggerAsync(ScheduleDefinition schedule, CancellationToken cancellationToken)
    {
        var stored = await scheduler.GetTrigger(schedule.TriggerKey, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            return await scheduler.ScheduleJob(schedule.MakeTrigger(time), cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        var state = await scheduler.GetTriggerState(schedule.TriggerKey, cancellationToken).ConfigureAwait(false);
        if (schedule.Matches(stored) && state != TriggerState.Error)
        {
            return stored.NextFireTimeUtc;
        }

        var next = await scheduler.RescheduleJob(schedule.TriggerKey, schedule.MakeTrigger(time), cancellationToken).ConfigureAwait(false);
        if (state == TriggerState.Paused)
        {
            await scheduler.PauseTrigger(schedule.TriggerKey, cancellationToken).ConfigureAwait(false);
        }

        return next;
    }
}

using Quartz;

namespace EtlKit.Quartz;

/// <summary>Hears of fires that were missed, which Quartz otherwise passes over in silence.</summary>
internal sealed class MisfireListener(ScheduledPipelines pipelines) : ITriggerListener
{
    public string Name => "EtlKit misfires";

    public ValueTask TriggerMisfired(ITrigger trigger, IScheduler scheduler, CancellationToken cancellationToken = default)
    {
        if (pipelines.Find(trigger.Key.Name) is { } pipeline && trigger.Key.Equals(pipeline.Schedule.TriggerKey))
        {
            pipeline.Miss(trigger.NextFireTimeUtc ?? trigger.StartTimeUtc);
        }

        return ValueTask.CompletedTask;
    }
}

using Quartz;

namespace EtlKit.Quartz;

/// <summary>What Quartz runs for every schedule. Its name is stored with the jobs, so it never changes.</summary>
internal sealed class PipelineJob(ScheduledPipelines pipelines) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        if (pipelines.Find(name) is not { } pipeline)
        {
            Log.Unknown(pipelines.Logger, name);
            return;
        }

        var isOnDemand = !context.Trigger.Key.Equals(pipeline.Schedule.TriggerKey);
        try
        {
            await pipeline.FireAsync(new Fire(context.ScheduledFireTimeUtc ?? context.FireTimeUtc, context.NextFireTimeUtc, isOnDemand), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Quartz counts it as failed, and fires again when the schedule says so.
            throw new JobExecutionException(exception);
        }
    }
}

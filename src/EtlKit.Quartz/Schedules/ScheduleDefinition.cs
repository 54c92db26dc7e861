using Quartz;

namespace EtlKit.Quartz;

/// <summary>A schedule that has been read and checked. Immutable.</summary>
/// <param name="Pipeline">The name of the pipeline.</param>
/// <param name="Cron">The cron expression, in the time zone.</param>
/// <param name="CronText">The expression as it was written.</param>
/// <param name="Overlap">What happens to a fire while a run is under way.</param>
/// <param name="Misfire">What happens to fires that were missed.</param>
/// <param name="Jitter">How much later than it is due a run may begin.</param>
/// <param name="IsEnabled">Whether it fires.</param>
internal sealed record ScheduleDefinition(
    string Pipeline, CronExpression Cron, string CronText, ScheduleOverlap Overlap, ScheduleMisfire Misfire, TimeSpan Jitter, bool IsEnabled)
{
    public JobKey JobKey => new(Pipeline, QuartzNames.Group);

    public TriggerKey TriggerKey => new(Pipeline, QuartzNames.Group);

    public IJobDetail MakeJob() => JobBuilder.Create<PipelineJob>().WithIdentity(JobKey).StoreDurably().Build();

    public ITrigger MakeTrigger(TimeProvider time) => TriggerBuilder.Create(time)
        .WithIdentity(TriggerKey)
        .ForJob(JobKey)
        .StartAt(time.GetUtcNow())
        .WithSchedule(CronScheduleBuilder.Create(Cron).InTimeZone(Cron.TimeZone).WithMisfireInstruction(MisfireInstruction))
        .Build();

    /// <summary>Whether a stored trigger fires as this schedule says.</summary>
    public bool Matches(ITrigger trigger) => trigger is ICronTrigger { MayFireAgain: true } cron
        && cron.CronExpressionString == Cron.CronExpressionString
        && cron.TimeZone.Id == Cron.TimeZone.Id
        && cron.MisfireInstruction == MisfireInstruction;

    private CronTriggerMisfireInstruction MisfireInstruction =>
        Misfire == ScheduleMisfire.Skip ? CronTriggerMisfireInstruction.DoNothing : CronTriggerMisfireInstruction.FireAndProceed;
}

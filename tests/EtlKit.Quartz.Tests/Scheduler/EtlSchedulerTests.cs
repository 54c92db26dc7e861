using Microsoft.Extensions.Logging;

namespace EtlKit.Quartz.Tests;

public sealed class EtlSchedulerTests
{
    private static readonly DateTimeOffset FirstFire = Scheduled.Start.AddMinutes(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resume_FiresWereMissedAndMisfireIsRunOnce_RunsOnceAtOnce()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?"));
        scheduled.Gate.Open();
        await scheduled.StartAsync();
        await scheduled.Scheduler.PauseAsync("events", Token);
        var paused = await scheduled.StateAsync();
        scheduled.Time.Advance(TimeSpan.FromHours(3));
        var missed = await scheduled.StateAsync();

        await scheduled.Scheduler.ResumeAsync("events", Token);
        await scheduled.Gate.BegunAsync();
        var resumed = await scheduled.UntilAsync(state => state.Runs.LastRun is not null);

        paused.IsPaused.Should().BeTrue();
        missed.LastFireAt.Should().BeNull();
        resumed.IsPaused.Should().BeFalse();
        resumed.Runs.History.Should().ContainSingle().Which.StartedAt.Should().Be(Scheduled.Start.AddHours(3));
        resumed.NextFireAt.Should().Be(FirstFire.AddHours(3));
        scheduled.Messages(LogLevel.Warning).Should().Equal(
            "The fire of pipeline events that was due at 2026-01-02 04:00:00+00:00 was missed, and so may be fires after it; the pipeline is run once instead");
    }

    [Fact]
    public async Task Resume_FiresWereMissedAndMisfireIsSkip_TellsAndWaitsForTheNext()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?").Misfire(ScheduleMisfire.Skip));
        scheduled.Gate.Open();
        await scheduled.StartAsync();
        await scheduled.Scheduler.PauseAsync("events", Token);
        scheduled.Time.Advance(TimeSpan.FromHours(3));

        await scheduled.Scheduler.ResumeAsync("events", Token);
        var resumed = await scheduled.UntilAsync(state => state.SkippedCount == 1);
        scheduled.AdvanceToTheHour();
        await scheduled.Gate.BegunAsync();
        var ended = await scheduled.UntilAsync(state => state.Runs.LastRun is not null);

        resumed.Skipped.Should().ContainSingle().Which.Should().Match<SkippedFire>(
            fire => fire.Reason == SkipReason.Missed && fire.DueAt == FirstFire && fire.SkippedAt == Scheduled.Start.AddHours(3));
        resumed.NextFireAt.Should().Be(FirstFire.AddHours(3));
        ended.Runs.History.Should().ContainSingle().Which.StartedAt.Should().Be(FirstFire.AddHours(3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Trigger_PausedOrDisabled_RunsOnceWithoutJitter(bool isEnabled)
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?").Jitter(TimeSpan.FromHours(1)).Enabled(isEnabled));
        scheduled.Gate.Open();
        await scheduled.StartAsync();
        if (isEnabled)
        {
            await scheduled.Scheduler.PauseAsync("events", Token);
        }

        await scheduled.Scheduler.TriggerAsync("EVENTS", Token);
        await scheduled.Gate.BegunAsync();
        var state = await scheduled.UntilAsync(state => state.Runs.LastRun is not null);

        state.LastFireAt.Should().Be(Scheduled.Start);
        state.IsEnabled.Should().Be(isEnabled);
        state.IsPaused.Should().Be(isEnabled);
        state.NextFireAt.Should().Be(isEnabled ? FirstFire : null);
    }

    [Fact]
    public async Task Trigger_RunUnderWay_IsSubjectToOverlap()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?"));
        await scheduled.StartAsync();
        await scheduled.Scheduler.TriggerAsync("events", Token);
        await scheduled.Gate.BegunAsync();

        await scheduled.Scheduler.TriggerAsync("events", Token);
        var state = await scheduled.UntilAsync(state => state.SkippedCount == 1);

        state.Skipped[0].Reason.Should().Be(SkipReason.Busy);
    }

    [Fact]
    public async Task Skipped_ManyFires_RemembersTheLastOnesAndCountsAll()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?"));
        await scheduled.StartAsync();
        await scheduled.Scheduler.TriggerAsync("events", Token);
        await scheduled.Gate.BegunAsync();

        for (var fires = 1; fires <= EtlScheduleState.MaxSkipped + 1; fires++)
        {
            await scheduled.Scheduler.TriggerAsync("events", Token);
            await scheduled.UntilAsync(state => state.SkippedCount == fires);
            scheduled.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var state = await scheduled.StateAsync();
        state.Skipped.Should().HaveCount(EtlScheduleState.MaxSkipped).And.BeInDescendingOrder(fire => fire.SkippedAt);
        state.SkippedCount.Should().Be(EtlScheduleState.MaxSkipped + 1);
    }

    [Fact]
    public async Task AnyCall_UnknownName_ListsTheNames()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?"));
        await scheduled.StartAsync();
        var scheduler = scheduled.Scheduler;

        Func<Task>[] calls =
            [() => scheduler.PauseAsync("x", Token), () => scheduler.ResumeAsync("x", Token), () => scheduler.TriggerAsync("x", Token), () => scheduler.GetScheduleAsync("x", Token)];

        foreach (var call in calls)
        {
            await call.Should().ThrowAsync<UnknownScheduleException>().WithMessage("There is no schedule of a pipeline 'x': scheduled are 'events'.");
        }
    }

    [Fact]
    public async Task Pause_Disabled_SaysSo()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?").Enabled(false));
        await scheduled.StartAsync();

        var pause = () => scheduled.Scheduler.PauseAsync("events", Token);

        await pause.Should().ThrowAsync<InvalidOperationException>().WithMessage("*EtlKit:Pipelines:events:Schedule:Enabled*");
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EtlKit.Quartz.Tests;

public sealed class FireTests
{
    private static readonly DateTimeOffset FirstFire = Scheduled.Start.AddMinutes(30);

    [Fact]
    public async Task Fire_WhenDue_RunsThePipelineAndSaysWhenNext()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?"));
        await scheduled.StartAsync();
        var before = await scheduled.StateAsync();

        scheduled.Gate.Open();
        scheduled.AdvanceToTheHour();
        await scheduled.Gate.BegunAsync();
        var after = await scheduled.UntilAsync(state => state.Runs.LastRun is not null);

        before.NextFireAt.Should().Be(FirstFire);
        before.LastFireAt.Should().BeNull();
        after.NextFireAt.Should().Be(FirstFire.AddHours(1));
        after.LastFireAt.Should().Be(FirstFire);
        after.Runs.LastRun!.Succeeded.Should().BeTrue();
        after.Runs.LastRun.StartedAt.Should().Be(FirstFire);
        after.SkippedCount.Should().Be(0);
    }

    [Fact]
    public async Task Fire_RunUnderWay_IsSkippedLoggedAndCounted()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?"));
        await scheduled.StartAsync();
        scheduled.AdvanceToTheHour();
        await scheduled.Gate.BegunAsync();

        scheduled.AdvanceToTheHour();
        var skipped = await scheduled.UntilAsync(state => state.SkippedCount == 1);
        scheduled.Gate.Open();
        var ended = await scheduled.UntilAsync(state => !state.Runs.IsRunning);

        skipped.Skipped.Should().ContainSingle().Which.Should().Match<SkippedFire>(
            fire => fire.Reason == SkipReason.Busy && fire.DueAt == FirstFire.AddHours(1) && fire.Message.Contains("already running, since 2026-01-02 04:00:00Z"));
        ended.Runs.History.Should().ContainSingle();
        scheduled.Gate.Runs.Should().Be(1);
        scheduled.Messages(LogLevel.Warning).Should().ContainSingle().Which.Should().StartWith(
            "The fire of pipeline events that was due at 2026-01-02 05:00:00+00:00 is skipped (Busy): Pipeline 'events' is already running");
    }

    [Fact]
    public async Task Fire_RunOnDemandUnderWay_IsSkipped()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?"));
        await scheduled.StartAsync();
        var run = scheduled.Runner.RunAsync("events", cancellationToken: TestContext.Current.CancellationToken);
        await scheduled.Gate.BegunAsync();

        scheduled.AdvanceToTheHour();
        var skipped = await scheduled.UntilAsync(state => state.SkippedCount == 1);
        scheduled.Gate.Open();
        await run.OrHangs();

        skipped.Skipped[0].Reason.Should().Be(SkipReason.Busy);
    }

    [Fact]
    public async Task Fire_Queue_OneWaitsAndRunsRightAfterAndTheNextIsSkipped()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?").Overlap(ScheduleOverlap.Queue));
        await scheduled.StartAsync();
        var run = scheduled.Runner.RunAsync("events", cancellationToken: TestContext.Current.CancellationToken);
        await scheduled.Gate.BegunAsync();

        scheduled.AdvanceToTheHour();
        await scheduled.UntilAsync(_ => scheduled.Messages(LogLevel.Information).Any(message => message.Contains("waits until the run")));
        scheduled.AdvanceToTheHour();
        var skipped = await scheduled.UntilAsync(state => state.SkippedCount == 1);
        scheduled.Gate.Pass();
        await run.OrHangs();
        await scheduled.Gate.BegunAsync();

        // The one that waited runs now, so that another may wait.
        scheduled.AdvanceToTheHour();
        await scheduled.UntilAsync(_ => scheduled.Messages(LogLevel.Information).Count(message => message.Contains("waits until the run")) == 2);
        scheduled.Gate.Open();
        await scheduled.Gate.BegunAsync();
        var ended = await scheduled.UntilAsync(state => state.Runs.History.Count == 3);

        skipped.Skipped.Should().ContainSingle().Which.Should().Match<SkippedFire>(
            fire => fire.Reason == SkipReason.Busy && fire.DueAt == FirstFire.AddHours(1) && fire.Message.StartsWith("a fire waits already"));
        ended.SkippedCount.Should().Be(1);
        ended.Runs.History.Should().OnlyContain(record => record.Succeeded);
    }

    [Fact]
    public async Task Fire_RunFails_IsLoggedAndRecordedAndTheNextFireRuns()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?"));
        await scheduled.StartAsync();
        scheduled.AdvanceToTheHour();
        await scheduled.Gate.BegunAsync();
        scheduled.Gate.Fail(new InvalidOperationException("the target is gone"));
        var failed = await scheduled.UntilAsync(state => state.Runs.LastRun is not null && scheduled.Messages(LogLevel.Error).Count == 1);

        scheduled.Gate.Open();
        scheduled.AdvanceToTheHour();
        await scheduled.Gate.BegunAsync();
        var succeeded = await scheduled.UntilAsync(state => state.Runs.History.Count == 2);

        failed.Runs.LastRun!.Succeeded.Should().BeFalse();
        failed.NextFireAt.Should().Be(FirstFire.AddHours(1));
        succeeded.Runs.LastRun!.Succeeded.Should().BeTrue();
        scheduled.Messages(LogLevel.Error).Should().Equal(
            "The run of pipeline events that was due at 2026-01-02 04:00:00+00:00 has failed; it fires next at 2026-01-02 05:00:00+00:00");
    }

    [Fact]
    public async Task Fire_Jitter_RunsLaterByWhatTheRandomSays()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?").Jitter(TimeSpan.FromMinutes(10)));
        scheduled.Builder.Services.AddSingleton<Random>(new HalfRandom());
        scheduled.Gate.Open();
        await scheduled.StartAsync();

        scheduled.AdvanceToTheHour();
        await scheduled.TakenUpAsync();
        scheduled.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        var waiting = await scheduled.StateAsync();
        scheduled.Time.Advance(TimeSpan.FromTicks(1));
        await scheduled.Gate.BegunAsync();
        var ended = await scheduled.UntilAsync(state => state.Runs.LastRun is not null);

        waiting.Runs.IsRunning.Should().BeFalse();
        ended.Runs.LastRun!.StartedAt.Should().Be(FirstFire.AddMinutes(5));
    }

    [Fact]
    public async Task HostStops_RunUnderWayAndAnotherWaits_DrainsTheOneAndTellsOfTheOther()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?").Overlap(ScheduleOverlap.Queue));
        await scheduled.StartAsync();
        scheduled.AdvanceToTheHour();
        await scheduled.Gate.BegunAsync();
        scheduled.AdvanceToTheHour();
        await scheduled.UntilAsync(_ => scheduled.Messages(LogLevel.Information).Any(message => message.Contains("waits until the run")));
        var scheduler = scheduled.Scheduler;
        var runner = scheduled.Runner;

        var stop = scheduled.StopAsync();
        var wasWaiting = !stop.IsCompleted;
        scheduled.Gate.Open();
        await stop;

        wasWaiting.Should().BeTrue();
        runner.GetState("events").History.Should().ContainSingle().Which.Failure.Should().BeOfType<PipelineCancelledException>()
            .Which.Report.Rows.Loaded.Should().Be(3, "what was extracted is loaded");
        scheduled.Messages(LogLevel.Warning).Should().BeEquivalentTo(
            "The run of pipeline events that was due at 2026-01-02 04:00:00+00:00 was cancelled",
            "The fire of pipeline events that was due at 2026-01-02 05:00:00+00:00 is skipped (Stopping): the application stops, and its run has not begun.");
    }

    [Fact]
    public async Task HostStops_FireInItsJitter_IsToldOf()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?").Jitter(TimeSpan.FromMinutes(10)));
        scheduled.Builder.Services.AddSingleton<Random>(new HalfRandom());
        await scheduled.StartAsync();
        scheduled.AdvanceToTheHour();
        await scheduled.TakenUpAsync();

        await scheduled.StopAsync();

        scheduled.Messages(LogLevel.Warning).Should().ContainSingle().Which.Should().Contain("is skipped (Stopping)");
        scheduled.Gate.Runs.Should().Be(0);
    }

    private sealed class HalfRandom : Random
    {
        public override double NextDouble() => 0.5;
    }
}

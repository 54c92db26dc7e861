using EtlKit.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EtlKit.Quartz.Tests;

public sealed class ScheduleCheckTests
{
    [Theory]
    [InlineData("TimeZone", "Europe/Berln", "EtlKit:Pipelines:events:Schedule:TimeZone is 'Europe/Berln', but must be the id of a time zone such as Europe/Berlin. Did you mean Europe/Berlin?")]
    [InlineData("Overlap", "2", "EtlKit:Pipelines:events:Schedule:Overlap is '2', but must be Skip or Queue.")]
    [InlineData("Misfire", "Once", "EtlKit:Pipelines:events:Schedule:Misfire is 'Once', but must be RunOnce or Skip.")]
    [InlineData("Jitter", "5", "EtlKit:Pipelines:events:Schedule:Jitter is '5', but must be a time such as 00:05:00, from 00:00:00 to 1.00:00:00.")]
    [InlineData("Jitter", "-00:00:01", "EtlKit:Pipelines:events:Schedule:Jitter is '-00:00:01', but must be a time such as 00:05:00, from 00:00:00 to 1.00:00:00.")]
    [InlineData("Jitter", "1.00:00:01", "EtlKit:Pipelines:events:Schedule:Jitter is '1.00:00:01', but must be a time such as 00:05:00, from 00:00:00 to 1.00:00:00.")]
    [InlineData("Enabled", "yes", "EtlKit:Pipelines:events:Schedule:Enabled is 'yes', but must be true or false.")]
    [InlineData("Crn", "0 0 * * * ?", "EtlKit:Pipelines:events:Schedule:Crn is unknown: did you mean Cron?")]
    [InlineData("Jitter:Max", "1", "EtlKit:Pipelines:events:Schedule:Jitter is a section, but must be a value.")]
    [InlineData("Cron", "0 0 0 1 1 ? 2020", "EtlKit:Pipelines:events:Schedule:Cron is '0 0 0 1 1 ? 2020', but must be a cron expression that is due some day.")]
    public async Task Start_SomethingWrong_NamesTheKeyTheValueAndWhatIsAllowed(string key, string value, string problem)
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?")).Set(($"EtlKit:Pipelines:events:Schedule:{key}", value));

        (await scheduled.FindProblemsAsync()).Should().Equal(problem);
    }

    [Theory]
    [InlineData("0 61 * * * ?")]
    [InlineData("30 2 * * *")]
    [InlineData("never")]
    public async Task Start_BadCron_NamesKeyValueAndWhatQuartzSays(string cron)
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?")).Set(("EtlKit:Pipelines:events:Schedule:Cron", cron));

        (await scheduled.FindProblemsAsync()).Should().ContainSingle().Which.Should()
            .StartWith($"EtlKit:Pipelines:events:Schedule:Cron is '{cron}', but must be a cron expression (second, minute,").And.EndWith(".");
    }

    [Theory]
    [InlineData("0 0 * * * ?", null)]
    [InlineData("never", "EtlKit:Pipelines:events:Schedule:Cron is 'never'")]
    public async Task CheckEtlSchedules_ChecksWithoutAScheduler(string cron, string? problem)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("EtlKit:Pipelines:events:Schedule:Cron", cron), new("EtlKit:Quartz:quartz.jobStore.type", "nothing that exists")]);
        builder.Services.AddEtlPipeline("events", (_, pipeline) => pipeline.Extract(Extractor.From("numbers", [1])).Load(Loader.From<int>("nowhere", (_, _) => default)));
        builder.Services.CheckEtlSchedules();
        using var host = builder.Build();

        var start = () => host.StartAsync(TestContext.Current.CancellationToken);

        if (problem is null)
        {
            await start.Should().NotThrowAsync();
            await host.StopAsync(TestContext.Current.CancellationToken);
        }
        else
        {
            (await start.Should().ThrowAsync<EtlConfigurationException>()).Which.Problems.Should().ContainSingle().Which.Should().StartWith(problem);
        }

        host.Services.GetService<IEtlScheduler>().Should().BeNull();
        host.Services.GetServices<IHostedService>().Should().NotContain(service => service.GetType().FullName!.Contains("Quartz"));
    }

    [Fact]
    public async Task Start_WrongInCode_SaysThatItIsInCode()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("never").In("Mars"));

        var problems = await scheduled.FindProblemsAsync();

        problems.Should().HaveCount(2);
        problems[0].Should().Be("The schedule of pipeline 'events' that is set in code: TimeZone is 'Mars', but must be the id of a time zone such as Europe/Berlin.");
        problems[1].Should().StartWith("The schedule of pipeline 'events' that is set in code: Cron is 'never', but must be");
    }

    [Fact]
    public async Task Start_SeveralThingsWrong_NamesThemWithThoseOfThePipelines()
    {
        await using var scheduled = new Scheduled(schedule => schedule.In("UTC")).Set(
            ("EtlKit:Pipelines:events:BatchSize", "0"), ("EtlKit:Pipelines:orders:Schedule:Cron", "0 0 * * * ?"), ("EtlKit:Quarz:x", "1"));
        scheduled.Builder.AddEtlSchedules(schedules => schedules.Add("evnts", schedule => schedule.Cron("0 0 * * * ?")));

        (await scheduled.FindProblemsAsync()).Should().BeEquivalentTo(
            "EtlKit:Pipelines:events:BatchSize is 0, but must be at least 1 row.",
            "EtlKit:Pipelines:orders configures a pipeline that isn't registered: there are events.",
            "EtlKit:Quarz is unknown: did you mean Quartz?",
            "A schedule is set in code for the pipeline 'evnts', which isn't registered: did you mean events?",
            "EtlKit:Pipelines:events:Schedule:Cron is missing: set it to a cron expression such as 0 30 2 * * ?, or set one in code.");
    }

    [Fact]
    public async Task Start_ConfiguredOverCode_HasTheConfiguredValuesAndKeepsTheOthers()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("never").In("Europe/Berlin").Overlap(ScheduleOverlap.Queue).Jitter(TimeSpan.FromSeconds(1))).Set(
            ("EtlKit:Pipelines:EVENTS:Schedule:cron", "0 15 10 * * ?"), ("EtlKit:Pipelines:events:Schedule:Misfire", "skip"), ("EtlKit:Pipelines:events:Schedule:Jitter", "00:05:00"));
        await scheduled.StartAsync();

        var state = await scheduled.StateAsync();

        state.Cron.Should().Be("0 15 10 * * ?");
        state.TimeZone.Id.Should().Be("Europe/Berlin");
        state.Overlap.Should().Be(ScheduleOverlap.Queue);
        state.Misfire.Should().Be(ScheduleMisfire.Skip);
        state.Jitter.Should().Be(TimeSpan.FromMinutes(5));
        state.IsEnabled.Should().BeTrue();
        state.NextFireAt.Should().Be(new DateTimeOffset(2026, 1, 2, 9, 15, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Start_OnlyConfigured_IsScheduledInUtcAndUnscheduledPipelinesAreNot()
    {
        await using var scheduled = new Scheduled().Set(("EtlKit:Pipelines:events:Schedule:Cron", "0 H(0-29) 2 * * ?"));
        scheduled.Builder.AddEtlSchedules();
        scheduled.Builder.Services.AddEtlPipeline("others", (_, pipeline) => scheduled.Gate.Compose(pipeline));
        await scheduled.StartAsync();

        var state = (await scheduled.Scheduler.GetSchedulesAsync(TestContext.Current.CancellationToken)).Should().ContainSingle().Subject;

        state.Pipeline.Should().Be("events");
        state.TimeZone.Should().Be(TimeZoneInfo.Utc);
        state.NextFireAt.Should().BeOnOrAfter(new DateTimeOffset(2026, 1, 3, 2, 0, 0, TimeSpan.Zero)).And.BeBefore(new DateTimeOffset(2026, 1, 3, 2, 30, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("EtlKit:Pipelines:events:DrainTimeout")]
    [InlineData("EtlKit:Defaults:DrainTimeout")]
    public async Task Start_RunsDrainLongerThanTheHostWaits_IsRefused(string key)
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?")).Set((key, "00:00:31"));
        scheduled.Builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));

        (await scheduled.FindProblemsAsync()).Should().Equal(
            $"{key} is 00:00:31, but must be at most HostOptions.ShutdownTimeout (00:00:30), or the host stops while runs drain: lower it, or raise the other with services.Configure<HostOptions>.");
    }

    [Fact]
    public async Task Start_HostWaitsShorterThanRunsDrainByDefault_IsWarnedOf()
    {
        await using var scheduled = new Scheduled(schedule => schedule.Cron("0 0 * * * ?"));
        scheduled.Builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(9));

        await scheduled.StartAsync();

        scheduled.Messages(LogLevel.Warning).Should().ContainSingle().Which.Should().StartWith("HostOptions.ShutdownTimeout is 00:00:09, shorter than 00:00:10");
    }
}

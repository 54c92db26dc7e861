using EtlKit.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Quartz.Tests;

/// <summary>A host with a clock that only the test moves, and the pipeline 'events' that the test can hold up, scheduled as the test says.</summary>
internal sealed class Scheduled : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 30, 0, TimeSpan.Zero);

    private IHost? _host;

    public Scheduled(Action<EtlSchedule>? events = null, DateTimeOffset? start = null)
    {
        Time = new FakeTimeProvider(start ?? Start);
        Builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        Builder.Logging.ClearProviders().AddProvider(new FakeLoggerProvider(Logs));
        Builder.Services.AddSingleton<TimeProvider>(Time).AddEtlPipeline("events", (_, pipeline) => Gate.Compose(pipeline));
        if (events is not null)
        {
            Builder.AddEtlSchedules(schedules => schedules.Add("events", events));
        }
    }

    public FakeTimeProvider Time { get; }

    public Gate Gate { get; } = new();

    public FakeLogCollector Logs { get; } = FakeLogCollector.Create(new FakeLogCollectorOptions());

    public HostApplicationBuilder Builder { get; }

    public IHost Host => _host ??= Builder.Build();

    public IEtlScheduler Scheduler => Host.Services.GetRequiredService<IEtlScheduler>();

    public IPipelineRunner Runner => Host.Services.GetRequiredService<IPipelineRunner>();

    public Scheduled Set(params (string Key, string? Value)[] settings)
    {
        Builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
        return this;
    }

    public Task StartAsync() => Host.StartAsync(TestContext.Current.CancellationToken).OrHangs();

    public Task StopAsync() => Host.StopAsync(TestContext.Current.CancellationToken).OrHangs();

    /// <summary>Sets the clock to the next full hour exactly, so that what is due then is not late.</summary>
    public void AdvanceToTheHour()
    {
        var now = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(now.Ticks % TimeSpan.TicksPerHour));
    }

    public Task<EtlScheduleState> StateAsync(string pipeline = "events") => Scheduler.GetScheduleAsync(pipeline, TestContext.Current.CancellationToken);

    /// <summary>Waits until something has come about that other threads bring about.</summary>
    public async Task<EtlScheduleState> UntilAsync(Func<EtlScheduleState, bool> condition, string pipeline = "events")
    {
        using var hangs = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        hangs.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
        {
            var state = await StateAsync(pipeline);
            if (condition(state))
            {
                return state;
            }

            hangs.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>
    /// Waits until a fire was taken up: its jitter has begun. The time of the last fire doesn't say so, since Quartz has it before.
    /// </summary>
    public Task<EtlScheduleState> TakenUpAsync(string pipeline = "events")
    {
        var scheduled = Host.Services.GetRequiredService<ScheduledPipelines>().Find(pipeline)!;
        return UntilAsync(_ => scheduled.GetHistory().LastFireAt is not null, pipeline);
    }

    /// <summary>The problems that keep the host from starting.</summary>
    public async Task<IReadOnlyList<string>> FindProblemsAsync()
    {
        var start = async () => await StartAsync();
        return (await start.Should().ThrowAsync<EtlConfigurationException>()).Which.Problems;
    }

    public IReadOnlyList<string> Messages(LogLevel level) =>
        [.. Logs.GetSnapshot().Where(record => record.Category == "EtlKit.Quartz" && record.Level == level).Select(record => record.Message)];

    public async ValueTask DisposeAsync()
    {
        Gate.Open();
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }

        Gate.Dispose();
    }
}

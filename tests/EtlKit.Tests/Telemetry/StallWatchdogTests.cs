using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Tests;

/// <summary>A run that makes no progress says so and where, not too often, and never to its own harm.</summary>
public sealed class StallWatchdogTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StallTimeout = PipelineDefaults.StallTimeout;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLoggerProvider _logs = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly Gate _gate = new();

    // The rows of the source, as a test gives them.
    private readonly Channel<int> _rows = System.Threading.Channels.Channel.CreateUnbounded<int>();

    public void Dispose()
    {
        _gate.Open();
        _cancel.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task RunAsync_NoProgress_WarnsWhenTheTimeHasPassedAndEachTimeItHasDoubled()
    {
        var (pipeline, run) = await BeginAsync();

        _time.Advance(StallTimeout - Second);
        Told(EventIds.RunStalled).Should().BeEmpty("the time has not passed yet");
        _time.Advance(Second);
        Told(EventIds.RunStalled).Should().HaveCount(1);
        _time.Advance(StallTimeout - Second);
        Told(EventIds.RunStalled).Should().HaveCount(1, "nothing is new");
        _time.Advance(Second);
        Told(EventIds.RunStalled).Should().HaveCount(2);
        _time.Advance(StallTimeout * 2);
        Told(EventIds.RunStalled).Should().HaveCount(3);
        _time.Advance(StallTimeout * 3);
        Told(EventIds.RunStalled).Should().HaveCount(3);
        _time.Advance(StallTimeout);
        Told(EventIds.RunStalled).Select(record => record.GetStructuredStateValue("Seconds")).Should().Equal("300", "600", "1200", "2400");

        pipeline.GetSnapshot()!.IsStalled.Should().BeTrue();
        await EndAsync(run);
    }

    [Fact]
    public async Task RunAsync_NoProgress_SaysWhatItWaitsForWithTheSnapshot()
    {
        var (_, run) = await BeginAsync();

        _time.Advance(StallTimeout);

        var told = Told(EventIds.RunStalled).Single();
        told.Level.Should().Be(LogLevel.Warning);
        told.GetStructuredStateValue("WaitsFor").Should().Be("source 'a', which has given no row after row 1 for 300.0 s");
        told.GetStructuredStateValue("Snapshot").Should().StartWith("Pipeline stalling: running for 300.0 s, no progress for 300.0 s");
        told.Message.Should().StartWith("No progress for 300 s. The run waits for source 'a', which has given no row after row 1 for 300.0 s\nPipeline stalling:");
        told.Scopes.OfType<IEnumerable<KeyValuePair<string, object?>>>().SelectMany(scope => scope).Select(property => property.Key)
            .Should().Equal("Pipeline", "Run");
        await EndAsync(run);
    }

    [Fact]
    public async Task RunAsync_ProgressAfterAStall_SaysSoOnceAndWatchesOn()
    {
        var (pipeline, run) = await BeginAsync();
        _time.Advance(StallTimeout * 2);

        await GiveAsync(pipeline);
        Told(EventIds.RunGoesOn).Should().BeEmpty("nobody has looked yet");
        _time.Advance(Second);
        Told(EventIds.RunGoesOn).Single().GetStructuredStateValue("Seconds").Should().Be("600");
        Told(EventIds.RunGoesOn).Single().Level.Should().Be(LogLevel.Information);
        _time.Advance(StallTimeout - (2 * Second));
        Told(EventIds.RunStalled).Should().HaveCount(1);

        _time.Advance(Second);
        Told(EventIds.RunStalled).Should().HaveCount(2, "the second stall is as bad as the first");
        await EndAsync(run);
        Told(EventIds.RunGoesOn).Should().HaveCount(2, "the run has ended well, so it has gone on");
    }

    [Fact]
    public async Task RunAsync_SlowButSteady_SaysNothing()
    {
        var (pipeline, run) = await BeginAsync();

        for (var i = 0; i < 20; i++)
        {
            _time.Advance(StallTimeout - Second);
            await GiveAsync(pipeline);
        }

        await EndAsync(run);
        Told(EventIds.RunStalled).Should().BeEmpty();
        Told(EventIds.RunGoesOn).Should().BeEmpty();
        (_time.GetUtcNow() - _time.Start).Should().BeGreaterThan(TimeSpan.FromHours(1), "otherwise there was no time to stall");
    }

    [Fact]
    public async Task RunAsync_RetriesAreNoProgress_Warns()
    {
        var calls = 0;
        var isWell = false;
        var target = new Collected<int>
        {
            OnLoad = (_, _) => Volatile.Read(ref isWell) ? default : throw new TimeoutException($"{++calls}"),
            OnClassify = _ => ErrorKind.Transient,
        };
        var (pipeline, run) = await BeginAsync(o => o.RetryTimeout = TimeSpan.FromDays(1), target);
        _rows.Writer.Complete();
        await pipeline.SnapshotWhenAsync(WriterState.Retrying);

        while (Told(EventIds.RunStalled).Count == 0 || calls < 3)
        {
            (_time.GetUtcNow() - _time.Start).Should().BeLessThan(TimeSpan.FromHours(12), "the stall must be noticed");
            _time.Advance(Second);
            await Task.Yield();
        }

        Told(EventIds.RunStalled)[0].Message.Should().Contain("loader collected: loading a batch").And.Contain("TimeoutException");
        Volatile.Write(ref isWell, true);
        await _time.AdvanceUntilAsync(run, Second);
        (await run).Rows.Loaded.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_LockIsRenewedThoughNothingMoves_Warns()
    {
        var target = new Ledgered<int>();
        var pipeline = new PipelineBuilder("stalling") { TimeProvider = _time, LoggerFactory = new LoggerFactory([_logs]) }
            .Extract(Extractor.From("a", _rows.Reader.ReadAllAsync))
            .Load(target)
            .WithRunLock()
            .Configure(o => o.BatchSize = 1)
            .Build();
        var run = pipeline.RunAsync(_cancel.Token);
        await _rows.Writer.WriteAsync(0, TestContext.Current.CancellationToken);
        await pipeline.SnapshotWhenAsync(snapshot => snapshot.Rows.Loaded == 1);

        PipelineSnapshot snapshot;
        do
        {
            _time.Advance(Second);
            await Task.Yield();
            snapshot = pipeline.GetSnapshot()!;
            snapshot.Elapsed.Should().BeLessThan(TimeSpan.FromHours(12), "the stall must be noticed");
        }
        while (Told(EventIds.RunStalled).Count == 0 || target.Lock!.HeartbeatAt < snapshot.LastProgressAt + Second);

        snapshot.Writer.State.Should().BeOneOf(WriterState.WaitingForRows, WriterState.Locking);
        await EndAsync(run);
    }

    [Fact]
    public async Task RunAsync_StallTimeoutIsInfinite_SaysNothing()
    {
        var (pipeline, run) = await BeginAsync(o => o.StallTimeout = Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromDays(1));

        Told(EventIds.RunStalled).Should().BeEmpty();
        pipeline.GetSnapshot()!.TimeWithoutProgress.Should().Be(TimeSpan.FromDays(1), "snapshots tell it all the same");
        pipeline.GetSnapshot()!.IsStalled.Should().BeFalse();
        await EndAsync(run);
    }

    [Fact]
    public async Task RunAsync_StallTimeoutIsShort_IsNoticedInTime()
    {
        var (_, run) = await BeginAsync(o => o.StallTimeout = TimeSpan.FromMilliseconds(400));

        _time.Advance(TimeSpan.FromMilliseconds(50));
        _time.Advance(TimeSpan.FromMilliseconds(350));

        Told(EventIds.RunStalled).Should().HaveCount(1);
        await EndAsync(run);
    }

    [Fact]
    public async Task RunAsync_HasEnded_IsWatchedNoLonger()
    {
        var (_, run) = await BeginAsync();
        await EndAsync(run);

        _time.Advance(StallTimeout * 10);

        Told(EventIds.RunStalled).Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_WasAbandoned_IsWatchedNoLonger()
    {
        var target = new Collected<int> { OnLoad = (_, _) => _gate.PassDeafAsync() };
        var (pipeline, run) = await BeginAsync(o => o.BatchTimeout = Second, target);
        _time.Advance(Second);
        await _gate.Reached;
        await _cancel.CancelAsync();
        _time.Advance(PipelineDefaults.DrainTimeout);
        await FluentActions.Awaiting(() => run.OrHangs()).Should().ThrowAsync<PipelineCancelledException>();

        _time.Advance(StallTimeout * 10);

        Told(EventIds.RunStalled).Should().BeEmpty("the run was reported, and the call named");
        pipeline.GetSnapshot()!.TimeWithoutProgress.Should().BeGreaterThanOrEqualTo(StallTimeout * 10, "it can still be looked at");
    }

    [Fact]
    public async Task RunAsync_LoggerAlwaysFailsToWarn_IsNotHarmed()
    {
        var failures = 0;
        using var failing = new FailingProvider(id => id is EventIds.RunStalled or EventIds.RunGoesOn or EventIds.WatchdogFailed && ++failures > 0);
        var (_, run) = await BeginAsync(providers: [failing]);

        _time.Advance(StallTimeout * 2);

        await EndAsync(run);
        failures.Should().BeGreaterThan(1);
    }

    /// <summary>A run that has loaded one row of its source and waits for the next, which it was seen to do.</summary>
    private async Task<(Pipeline Pipeline, Task<PipelineReport> Run)> BeginAsync(
        Action<PipelineOptions>? configure = null, Collected<int>? target = null, ILoggerProvider[]? providers = null)
    {
        var pipeline = new PipelineBuilder("stalling") { TimeProvider = _time, LoggerFactory = new LoggerFactory(providers ?? [_logs]) }
            .Extract(Extractor.From("a", _rows.Reader.ReadAllAsync))
            .Load(target ?? new Collected<int>())
            .Configure(o => o.BatchTimeout = Timeout.InfiniteTimeSpan)
            .Configure(configure ?? (_ => { }))
            .Build();
        var run = pipeline.RunAsync(_cancel.Token);
        await GiveAsync(pipeline);
        return (pipeline, run);
    }

    /// <summary>Gives the source a row, and waits until nothing moves any more. A last snapshot sees that, so the time without progress begins now.</summary>
    private async Task GiveAsync(Pipeline pipeline)
    {
        var extracted = (await pipeline.SnapshotWhenAsync(_ => true)).Rows.Extracted;
        await _rows.Writer.WriteAsync(0);
        await pipeline.SnapshotWhenAsync(snapshot => snapshot.Rows.Extracted == extracted + 1
            && snapshot.Producers.Count(producer => producer.State == ProducerState.WaitingForSource) == 1
            && snapshot.Producers.All(producer => producer.State is ProducerState.WaitingForSource or ProducerState.Ended)
            && snapshot.Channel.Chunks == 0 && snapshot.Writer.BatchRows == extracted + 1);
        _ = pipeline.GetSnapshot();
    }

    private async Task EndAsync(Task<PipelineReport> run)
    {
        _rows.Writer.Complete();
        (await run.OrHangs()).Status.Should().Be(PipelineStatus.Succeeded);
    }

    private List<FakeLogRecord> Told(int id) => [.. _logs.Collector.GetSnapshot().Where(record => record.Id.Id == id)];

    private sealed class FailingProvider(Func<int, bool> fails) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (fails(eventId.Id))
            {
                throw new IOException("no space left for logs");
            }
        }

        public void Dispose()
        {
        }
    }
}

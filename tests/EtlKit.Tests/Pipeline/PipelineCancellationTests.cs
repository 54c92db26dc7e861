using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Tests;

/// <summary>Cancelling drains what was extracted, wherever the run stands, and ends within the drain timeout.</summary>
public sealed class PipelineCancellationTests : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose() => _cancel.Dispose();

    [Fact]
    public async Task RunAsync_CancelledBeforeItBegins_ExtractsNothing()
    {
        await _cancel.CancelAsync();
        var target = new Collected<int>();

        var error = await CancellationOf(Build(Sources.Numbers("a", 10), target).RunAsync(_cancel.Token));

        error.Report.Rows.Loaded.Should().Be(0);
        error.CancellationToken.Should().Be(_cancel.Token);
        target.Opened.Should().Be(0, "the target isn't touched");
        target.Completed.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_LoaderIsDeafToItsToken_GetsNoFurtherBatchOnceTheRunIsAborted()
    {
        var time = new FakeTimeProvider();
        var gate = new Gate();
        var calls = 0;
        var target = new Collected<int>
        {
            OnLoad = (_, _) =>
            {
                calls++;
                return gate.PassDeafAsync();
            },
        };
        var pipeline = Build(Sources.Numbers("a", 10), target, o => o.BatchSize = 1, time);
        var run = pipeline.RunAsync(_cancel.Token);
        await gate.Reached;
        await _cancel.CancelAsync();
        await time.AdvanceUntilAsync(run);
        _ = await CancellationOf(run);

        gate.Open();
        await pipeline.WaitUntilIdleAsync(CancellationToken.None).OrHangs();

        calls.Should().Be(1, "other rows were in the channel");
    }

    [Fact]
    public async Task RunAsync_CancelledWhileOpening_Ends()
    {
        var gate = new Gate();
        var run = Build(Sources.Numbers("a", 10), new Collected<int> { OnOpen = gate.PassAsync }).RunAsync(_cancel.Token);
        await gate.Reached;
        await _cancel.CancelAsync();

        (await CancellationOf(run)).Report.Rows.Extracted.Should().Be(0);
    }

    [Fact]
    [Trait("Bug", "Open.ChannelExtensions #44")]
    public async Task RunAsync_CancelledWhileTheSourceIsSilent_LoadsWhatItGave()
    {
        var given = new Gate();
        var target = new Collected<int>();
        var source = Sources.Then("a", 123, async token => await given.PassAsync(token));
        var run = Build(source, target, o => o.BatchTimeout = Timeout.InfiniteTimeSpan).RunAsync(_cancel.Token);
        await given.Reached;
        await _cancel.CancelAsync();

        var error = await CancellationOf(run);

        target.Rows.Should().Equal(Enumerable.Range(0, 123));
        error.Report.Rows.Should().Be(new RowLedger { Extracted = 123, Loaded = 123 });
        error.Report.Status.Should().Be(PipelineStatus.Cancelled);
        target.Completed.Should().Be(0);
        target.Disposed.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileTheChannelIsFull_LoadsEverythingExtracted()
    {
        var gate = new Gate();
        var target = new Collected<int> { OnLoad = (_, _) => gate.PassDeafAsync() };
        var sources = Enumerable.Range(0, 4).Select(i => Sources.Numbers($"{i}", 1_000_000));
        var pipeline = new PipelineBuilder("p").Extract(sources).Load(target).Configure(o =>
        {
            o.Producers = 4;
            o.ChannelCapacity = 16;
            o.BatchSize = 8;
        }).Build();
        var run = pipeline.RunAsync(_cancel.Token);
        await gate.Reached;
        await _cancel.CancelAsync();
        gate.Open();

        var error = await CancellationOf(run);

        error.Report.Rows.Unfinished.Should().Be(0);
        error.Report.Rows.Loaded.Should().Be(error.Report.Rows.Extracted).And.Be(target.Rows.Length);
        error.Report.Rows.Extracted.Should().BeLessThan(1_000_000);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileTransforming_LeavesWhatIsUnderWayUnfinished()
    {
        var gate = new Gate();
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 100))
            .TransformAsync<int>(
                async (n, token) =>
                {
                    if (n >= 10)
                    {
                        await gate.PassAsync(token);
                    }

                    return n;
                },
                4)
            .Load(target)
            .Build();
        var run = pipeline.RunAsync(_cancel.Token);
        await gate.Reached;
        await _cancel.CancelAsync();

        var error = await CancellationOf(run);

        target.Rows.Should().Equal(Enumerable.Range(0, 10));
        error.Report.Rows.Loaded.Should().Be(10);
        error.Report.Rows.Unfinished.Should().BeInRange(1, 4);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileCompleting_EndsAsCancelled()
    {
        var gate = new Gate();
        var target = new Collected<int> { OnComplete = gate.PassAsync };
        var run = Build(Sources.Numbers("a", 10), target).RunAsync(_cancel.Token);
        await gate.Reached;
        await _cancel.CancelAsync();

        (await CancellationOf(run)).Report.Rows.Loaded.Should().Be(10);
        target.Completed.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileListing_Ends()
    {
        var gate = new Gate();
        var run = new PipelineBuilder("p").Extract(List(CancellationToken.None)).Load(new Collected<int>()).Build().RunAsync(_cancel.Token);
        await gate.Reached;
        await _cancel.CancelAsync();

        (await CancellationOf(run)).Report.Sources.Should().ContainSingle();

        async IAsyncEnumerable<IExtractor<int>> List(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return Sources.Numbers("a", 1);
            await gate.PassAsync(cancellationToken);
        }
    }

    [Fact]
    public async Task RunAsync_CancelledAfterItEnded_HasSucceeded()
    {
        var report = await Build(Sources.Numbers("a", 10), new Collected<int>()).RunAsync(_cancel.Token).OrHangs();
        await _cancel.CancelAsync();

        report.Status.Should().Be(PipelineStatus.Succeeded);
    }

    [Fact]
    public async Task RunAsync_LoaderIsDeafToItsToken_IsAbandonedNamedAndBlocksTheNextRun()
    {
        var time = new FakeTimeProvider();
        var gate = new Gate();
        var target = new Collected<int> { OnLoad = (_, _) => gate.PassDeafAsync() };
        var pipeline = Build(Sources.Numbers("a", 10), target, time: time);
        var run = pipeline.RunAsync(_cancel.Token);
        await gate.Reached;
        await _cancel.CancelAsync();
        time.Advance(PipelineDefaults.DrainTimeout);

        var error = await CancellationOf(run);
        error.Report.Abandoned.Should().ContainSingle().Which.Should().Be("loader collected, loading a batch");
        error.Message.Should().Contain("loader collected");
        error.Report.Duration.Should().Be(PipelineDefaults.DrainTimeout);

        var next = () => pipeline.RunAsync(CancellationToken.None);
        await next.Should().ThrowAsync<InvalidOperationException>().WithMessage("*loader collected, loading a batch*");

        var idle = pipeline.WaitUntilIdleAsync(CancellationToken.None);
        idle.IsCompleted.Should().BeFalse();
        gate.Open();
        await idle.OrHangs();
        var report = await pipeline.RunAsync(CancellationToken.None).OrHangs();

        report.Rows.Loaded.Should().Be(10);
        target.Disposed.Should().Be(2, "the abandoned session is closed once its call has returned");
    }

    [Fact]
    public async Task RunAsync_LoaderBlocksItsThread_IsAbandonedToo()
    {
        var time = new FakeTimeProvider();
        using var reached = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var target = new Collected<int>
        {
            OnLoad = (_, _) =>
            {
                reached.Set();
                release.Wait(CancellationToken.None);
                return default;
            },
        };
        var run = Build(Sources.Numbers("a", 10), target, time: time).RunAsync(_cancel.Token);
        await Task.Run(() => reached.Wait(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        await _cancel.CancelAsync();
        time.Advance(PipelineDefaults.DrainTimeout);

        (await CancellationOf(run)).Report.Abandoned.Should().ContainSingle();
        release.Set();
    }

    [Fact]
    public async Task RunAsync_SourceIsDeafToItsToken_IsAbandonedAndNamed()
    {
        var time = new FakeTimeProvider();
        var gate = new Gate();
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var target = new Collected<int>
        {
            Result = batch =>
            {
                loaded.SetResult();
                return new LoadResult(batch.Count);
            },
        };
        var run = Build(Sources.Then("deaf", 5, _ => gate.PassDeafAsync().AsTask()), target, time: time).RunAsync(_cancel.Token);
        await gate.Reached;
        await _cancel.CancelAsync();
        await loaded.Task.OrHangs();
        time.Advance(PipelineDefaults.DrainTimeout);

        var error = await CancellationOf(run);

        error.Report.Abandoned.Should().ContainSingle().Which.Should().Be("source deaf");
        error.Report.Rows.Loaded.Should().Be(5);
        gate.Open();
    }

    [Fact]
    public async Task RunAsync_LoaderHonoursItsTokenLate_GetsItAtFourFifthsOfTheDrainTimeout()
    {
        var time = new FakeTimeProvider();
        var gate = new Gate();
        var target = new Collected<int> { OnLoad = (_, token) => gate.PassAsync(token) };
        var run = Build(Sources.Numbers("a", 10), target, o => o.DrainTimeout = TimeSpan.FromSeconds(10), time).RunAsync(_cancel.Token);
        await gate.Reached;
        await _cancel.CancelAsync();

        time.Advance(TimeSpan.FromSeconds(7.9));
        target.OnLoadToken.IsCancellationRequested.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(0.1));

        var error = await CancellationOf(run);
        error.Report.Abandoned.Should().BeEmpty();
        error.Report.Duration.Should().Be(TimeSpan.FromSeconds(8));
        error.Report.Rows.Should().Be(new RowLedger { Extracted = 10, Unfinished = 10 });
    }

    private static Pipeline Build(
        IExtractor<int> source, Collected<int> target, Action<PipelineOptions>? configure = null, TimeProvider? time = null) =>
        new PipelineBuilder("p") { TimeProvider = time ?? TimeProvider.System }
            .Extract(source)
            .Load(target)
            .Configure(configure ?? (_ => { }))
            .Build();

    private static async Task<PipelineCancelledException> CancellationOf(Task<PipelineReport> run) =>
        (await FluentActions.Awaiting(() => run.OrHangs()).Should().ThrowAsync<PipelineCancelledException>()).Which;
}

using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Tests;

/// <summary>Faults at the seams: users' code that fails in places where it should not.</summary>
public sealed class PipelineFaultTests
{
    private static readonly InvalidDataException Cause = new("the cause");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(PipelineOptions.DrainTimeout))]
    [InlineData(nameof(PipelineOptions.BatchTimeout))]
    [InlineData(nameof(PipelineOptions.MaxRetryDelay))]
    public void Build_TimeLongerThanATimerCanWait_IsRefused(string option)
    {
        var builder = new PipelineBuilder("p").Extract(Sources.Numbers("a", 1)).Load(new Collected<int>())
            .Configure(o => typeof(PipelineOptions).GetProperty(option)!.SetValue(o, TimeSpan.MaxValue));

        builder.Invoking(b => b.Build()).Should().Throw<PipelineConfigurationException>().WithMessage($"*{option} is*but must be*at most*");
    }

    [Fact]
    public async Task RunAsync_LargestOptions_Work()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p").Extract(Sources.Numbers("a", 5000)).Load(target).Configure(o =>
        {
            o.BatchSize = int.MaxValue;
            o.ChannelCapacity = int.MaxValue;
            o.MaxBatchBytes = int.MaxValue;
            o.RetryTimeout = TimeSpan.MaxValue;
        }).Build();

        await pipeline.RunAsync(Token).OrHangs();

        target.Batches.Should().ContainSingle().Which.Should().HaveCount(5000);
        ChannelLayout.For(new PipelineOptions { BatchSize = int.MaxValue, ChannelCapacity = int.MaxValue }).ChunkRows.Should().BeGreaterThan(500);
    }

    [Fact]
    public async Task RunAsync_StepFailsWhileTheSourceIsSilent_EndsTheSource()
    {
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Endless("silent", 1))
            .TransformAsync<int>(
                async (_, _) =>
                {
                    await Task.Yield();
                    throw new TaskCanceledException("a time-out of its own");
                },
                1)
            .Load(new Collected<int>())
            .Build();

        (await FailureOf(pipeline)).InnerException!.InnerException!.Message.Should().Be("a time-out of its own");
    }

    [Fact]
    public async Task RunAsync_ValueTaskThatCannotBeRead_InventsNoRow()
    {
        var target = new Collected<string>();
        var pipeline = new PipelineBuilder("p")
            .Extract(Extractor.From("a", ["1", "2", "3"]))
            .TransformAsync((row, _) => row == "2" ? new ValueTask<string>(new Stale(), 0) : new(row), 1)
            .Load(target)
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        target.Rows.Should().Equal("1", "3");
        report.Rows.Rejected.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_DisposingTheSourceFailsToo_ReportsTheFirstCause()
    {
        var broken = Extractor.From("a", _ => new Broken());

        (await FailureOf(Build(broken, new Collected<int>()))).InnerException.Should().BeSameAs(Cause);
    }

    [Fact]
    public async Task RunAsync_DrainingAfterAFailureFailsToo_ReportsTheFirstCause()
    {
        var under = new Gate();
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Then("a", 1, async _ =>
            {
                await under.Reached;
                throw Cause;
            }))
            .TransformAsync<int>(
                async (_, _) =>
                {
                    await under.PassDeafAsync();
                    throw new OperationCanceledException("a consequence");
                },
                2)
            .Load(new Collected<int>())
            .Build();

        var failure = FailureOf(pipeline);

        // The source has failed, and the row that is under way is waited for.
        await pipeline.SnapshotWhenAsync(ProducerState.WaitingForStep);
        under.Open();

        (await failure).InnerException.Should().BeSameAs(Cause);
    }

    [Fact]
    public async Task RunAsync_ClassifyThrows_KeepsTheErrorAndTakesItForFatal()
    {
        var target = new Collected<int> { OnLoad = (_, _) => throw Cause, OnClassify = _ => throw new NotSupportedException() };

        (await FailureOf(Build(Sources.Numbers("a", 1), target))).InnerException.Should().BeSameAs(Cause);
    }

    [Fact]
    public async Task RunAsync_RejectFileIsFull_FailsAndStillClosesTheSession()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 10))
            .Transform<int>(n => n == 5 ? TransformResult.Reject("no") : n)
            .Load(target)
            .WriteRejectsTo("/dev/full")
            .Build();

        (await FailureOf(pipeline)).InnerException.Should().BeOfType<IOException>();
        target.Disposed.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_ExpandingStepsInARow_StayWithinOneLimit()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 2))
            .TransformMany(n => Enumerable.Repeat(n, 50))
            .TransformMany(n => Enumerable.Repeat(n, 50))
            .Load(target)
            .Configure(o => o.MaxExpansion = 100)
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        target.Rows.Length.Should().BeInRange(100, 200);
        report.Rows.Rejected.Should().BeGreaterThan(90);
        report.Rows.Unfinished.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_SlowAsyncStep_DoesNotHoldBackTheRowsBefore()
    {
        var time = new FakeTimeProvider();
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new Gate();
        var target = new Collected<int>
        {
            OnLoad = (_, _) =>
            {
                first.TrySetResult();
                return default;
            },
        };
        var pipeline = new PipelineBuilder("p") { TimeProvider = time }
            .Extract(Sources.Numbers("a", 100))
            .TransformAsync<int>(
                async (n, _) =>
                {
                    await Task.Yield();
                    if (n == 10)
                    {
                        await gate.PassDeafAsync();
                    }

                    return n;
                },
                1)
            .Load(target)
            .Build();
        var run = pipeline.RunAsync(Token);
        await gate.Reached;

        await time.AdvanceUntilAsync(first.Task);

        gate.Open();
        await time.AdvanceUntilAsync(run);
        target.Rows.Should().Equal(Enumerable.Range(0, 100));
    }

    [Fact]
    public async Task RunAsync_SlowBlockingSource_HandsOverWhatHasWaitedLongEnough()
    {
        // The source gives a row, lets time pass, and so on, on its producer's own thread.
        var time = new FakeTimeProvider();
        var loadedAfter = 0;
        var given = 0;
        var target = new Collected<int>
        {
            OnLoad = (_, _) =>
            {
                _ = Interlocked.CompareExchange(ref loadedAfter, Volatile.Read(ref given), 0);
                return default;
            },
        };
        var pipeline = new PipelineBuilder("p") { TimeProvider = time }
            .Extract(Extractor.From("a", Rows()))
            .Load(target)
            .Configure(o => o.BatchTimeout = TimeSpan.FromSeconds(1))
            .Build();

        await pipeline.RunAsync(Token).OrHangs();

        target.Batches.Length.Should().BeGreaterThan(1, "300 rows are far from a full batch or chunk, but 300 s have passed");
        loadedAfter.Should().BeLessThan(300);

        IEnumerable<int> Rows()
        {
            for (var i = 0; i < 300; i++)
            {
                yield return i;
                Volatile.Write(ref given, i + 1);
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    [Fact]
    public async Task RunAsync_StagedRowsOfACancelledRun_CountAsUnfinished()
    {
        using var cancel = new CancellationTokenSource();
        var target = new Collected<int>
        {
            LoadsAtCompletion = true,
            OnLoad = async (batch, _) =>
            {
                if (batch.Number == 2)
                {
                    await cancel.CancelAsync();
                }
            },
        };
        var pipeline = new PipelineBuilder("p").Extract(Sources.Endless("a", 30)).Load(target).Configure(o => o.BatchSize = 10).Build();

        var error = (await FluentActions.Awaiting(() => pipeline.RunAsync(cancel.Token).OrHangs()).Should().ThrowAsync<PipelineCancelledException>()).Which;

        error.Report.Rows.Loaded.Should().Be(0);
        error.Report.Rows.Unfinished.Should().Be(error.Report.Rows.Extracted).And.BePositive();
        error.Report.Sources.Single().Written.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_NullRow_IsRejectedAlone()
    {
        var target = new Collected<string>();
        var pipeline = new PipelineBuilder("p")
            .Extract([Extractor.From("a", ["1", null!, "3"]), Extractor.From("b", ["4"])])
            .Load(target)
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        target.Rows.Order().Should().Equal("1", "3", "4");
        report.RejectsByReason.Keys.Should().Equal("the row is null");
    }

    [Fact]
    public async Task RunAsync_SizeCannotBeTold_RejectsTheRow()
    {
        var target = new Collected<int> { Size = n => n == 2 ? throw new FormatException("secret") : 1 };

        var report = await Build(Sources.Numbers("a", 4), target).RunAsync(Token).OrHangs();

        target.Rows.Should().Equal(0, 1, 3);
        report.RejectsByReason.Keys.Should().Equal("the row's size can't be told: FormatException");
    }

    [Fact]
    public async Task RunAsync_StepBehindAnAsyncOneFails_LoadsNothingAfterTheLostRow()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 10))
            .TransformAsync<int>(async (n, _) =>
            {
                await Task.Yield();
                return n;
            }, 3)
            .Transform(n => n == 5 ? throw new OperationCanceledException() : n)
            .Load(target)
            .Build();

        await FailureOf(pipeline);

        target.Rows.Should().Equal(0, 1, 2, 3, 4);
    }

    [Fact]
    public async Task RunAsync_ListingFailsToEndAfterACancel_IsCancelledAllTheSame()
    {
        using var cancel = new CancellationTokenSource();
        var gate = new Gate();
        var pipeline = new PipelineBuilder("p").Extract(List()).Load(new Collected<int>()).Configure(o => o.Producers = 1).Build();
        var run = pipeline.RunAsync(cancel.Token);
        await gate.Reached;
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => run.OrHangs()).Should().ThrowAsync<PipelineCancelledException>();

        void ThrowWhenCancelled()
        {
            if (cancel.IsCancellationRequested)
            {
                throw new InvalidOperationException("the listing can't be ended");
            }
        }

        IEnumerable<IExtractor<int>> List()
        {
            try
            {
                yield return Sources.Then("a", 1, async token => await gate.PassAsync(token));
                yield return Sources.Numbers("b", 1);
            }
            finally
            {
                ThrowWhenCancelled();
            }
        }
    }

    [Fact]
    public async Task RunAsync_SourcesThatCannotBeBegun_FailAloneAndAreNamed()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p")
            .Extract([Sources.Numbers("a", 1), Sources.Numbers("a", 1), null!, new Nameless(), Sources.Numbers("b", 1)])
            .Load(target)
            .Configure(o => o.Producers = 1)
            .Build();

        var error = await FailureOf(pipeline);

        target.Rows.Should().HaveCount(2);
        error.Report.Sources.Select(source => (source.Name, source.Status)).Should().Equal(
            ("a", SourceStatus.Completed),
            ("a (source 2)", SourceStatus.Failed),
            ("null", SourceStatus.Failed),
            ("source 4", SourceStatus.Failed),
            ("b", SourceStatus.Completed));
    }

    [Fact]
    public async Task RunAsync_NullsInsteadOfASessionOrASequence_AreNamed()
    {
        (await FailureOf(Build(Sources.Numbers("a", 1), new NoSession()))).Message.Should().Contain("NoSession has returned null instead of a session");
        (await FailureOf(Build(Extractor.From<int>("a", _ => null!), new Collected<int>()))).Message.Should().Contain("has returned null instead of a sequence");
    }

    [Fact]
    public async Task RunAsync_WithProgress_ReportsTheEndEvenOfAQuickRun()
    {
        var time = new FakeTimeProvider();
        var last = default(PipelineProgress);
        var pipeline = new PipelineBuilder("p") { TimeProvider = time }
            .Extract(Sources.Numbers("a", 100_000))
            .Load(new Collected<int>())
            .Build();

        await pipeline.RunAsync(new Immediate(progress => last = progress), Token).OrHangs();

        last!.Written.Should().Be(100_000);
        last.SourcesCompleted.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_LoaderAnswersTheAbortWithAnotherException_IsCancelled()
    {
        using var cancel = new CancellationTokenSource();
        var time = new FakeTimeProvider();
        var gate = new Gate();
        var target = new Collected<int>
        {
            OnLoad = async (_, token) =>
            {
                try
                {
                    await gate.PassAsync(token);
                }
                catch (OperationCanceledException)
                {
                    throw new InvalidOperationException("operation cancelled by user");
                }
            },
        };
        var run = new PipelineBuilder("p") { TimeProvider = time }.Extract(Sources.Numbers("a", 1)).Load(target).Build().RunAsync(cancel.Token);
        await gate.Reached;
        await cancel.CancelAsync();
        time.Advance(PipelineDefaults.DrainTimeout * 0.8);

        await FluentActions.Awaiting(() => run.OrHangs()).Should().ThrowAsync<PipelineCancelledException>();
    }

    private static Pipeline Build(IExtractor<int> source, ILoader<int> target) => new PipelineBuilder("p").Extract(source).Load(target).Build();

    private static async Task<PipelineException> FailureOf(Pipeline pipeline) =>
        (await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

    private sealed class Broken : IAsyncEnumerable<int>, IAsyncEnumerator<int>
    {
        public int Current => 0;

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync() => throw Cause;

        public ValueTask DisposeAsync() => throw new ObjectDisposedException("a consequence");
    }

    private sealed class Nameless : IExtractor<int>
    {
        public string Name => "";

        public IAsyncEnumerable<int> ExtractAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class NoSession : ILoader<int>
    {
        public ValueTask<ILoadSession<int>> OpenAsync(LoadContext context, CancellationToken cancellationToken) => new((ILoadSession<int>)null!);
    }

    private sealed class Stale : System.Threading.Tasks.Sources.IValueTaskSource<string>
    {
        public string GetResult(short token) => throw new InvalidOperationException("the result was taken already");

        public System.Threading.Tasks.Sources.ValueTaskSourceStatus GetStatus(short token) => throw new InvalidOperationException("the result was taken already");

        public void OnCompleted(
            Action<object?> continuation, object? state, short token, System.Threading.Tasks.Sources.ValueTaskSourceOnCompletedFlags flags) =>
            throw new InvalidOperationException("the result was taken already");
    }

    private sealed class Immediate(Action<PipelineProgress> report) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value) => report(value);
    }
}

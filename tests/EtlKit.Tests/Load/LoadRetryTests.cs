using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Tests;

public sealed class LoadRetryTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_TransientErrors_LoadsTheSameBatchAgain()
    {
        var calls = new List<long>();
        var target = new Collected<int>
        {
            OnLoad = (batch, _) =>
            {
                calls.Add(batch.Number);
                return calls.Count is 2 or 3 or 4 ? throw new TimeoutException() : default;
            },
            OnClassify = _ => ErrorKind.Transient,
        };
        var run = Build(target).RunAsync(Token);
        await _time.AdvanceUntilAsync(run);

        var report = await run;

        calls.Should().Equal(1, 2, 2, 2, 2, 3);
        report.Retries.Should().Be(3);
        report.Rows.Should().Be(new RowLedger { Extracted = 30, Loaded = 30 });
        target.Rows.Should().Equal(Enumerable.Range(0, 30));
    }

    [Fact]
    public async Task RunAsync_TransientErrorWhileOpening_OpensAgain()
    {
        var calls = 0;
        var target = new Collected<int>
        {
            OnOpen = _ => ++calls == 1 ? throw new TimeoutException() : default,
            OnClassify = _ => ErrorKind.Transient,
        };
        var run = Build(target).RunAsync(Token);
        await _time.AdvanceUntilAsync(run);

        (await run).Rows.Loaded.Should().Be(30);
        calls.Should().Be(2);
    }

    [Fact]
    public async Task RunAsync_TransientErrorWhileCompleting_CompletesAgain()
    {
        var calls = 0;
        var target = new Collected<int>
        {
            OnComplete = _ => ++calls == 1 ? throw new TimeoutException() : default,
            OnClassify = _ => ErrorKind.Transient,
        };
        var run = Build(target).RunAsync(Token);
        await _time.AdvanceUntilAsync(run);

        (await run).Status.Should().Be(PipelineStatus.Succeeded);
        calls.Should().Be(2);
    }

    [Fact]
    public async Task RunAsync_TransientError_IsClassifiedOnceEachTime()
    {
        var (calls, questions) = (0, 0);
        var failure = new TimeoutException();
        var target = new Collected<int>
        {
            // The same exception each time, so that an answer isn't kept for it.
            OnLoad = (_, _) => ++calls is 1 or 2 or 3 ? throw failure : default,
            OnClassify = _ =>
            {
                questions++;
                return ErrorKind.Transient;
            },
        };
        var run = Build(target).RunAsync(Token);
        await _time.AdvanceUntilAsync(run);

        (await run).Retries.Should().Be(3);
        questions.Should().Be(3);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileTheFirstCallFails_CountsTheFailureAndEnds()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var target = new Collected<int>
        {
            OnOpen = _ =>
            {
                cancel.Cancel();
                throw new TimeoutException();
            },
            OnClassify = _ => ErrorKind.Transient,
        };

        var error = (await FluentActions.Awaiting(() => Build(target).RunAsync(cancel.Token).OrHangs()).Should().ThrowAsync<PipelineCancelledException>()).Which;

        target.Opened.Should().Be(1);
        error.Report.Retries.Should().Be(1, "the failure was told of, and its retry was cut short");
    }

    [Fact]
    public async Task RunAsync_CancelledWhileACallFailsForGood_TellsTheFailure()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var target = new Collected<int>
        {
            OnOpen = _ =>
            {
                cancel.Cancel();
                throw new TimeoutException("still locked");
            },
            OnClassify = _ => ErrorKind.Transient,
        };

        var act = () => Build(target, o => o.RetryTimeout = TimeSpan.Zero).RunAsync(cancel.Token).OrHangs();

        (await act.Should().ThrowAsync<PipelineException>()).WithMessage("*RetryTimeout is zero*still locked*");
    }

    [Theory]
    [Trait("Bug", "Apache Beam BEAM-9492")]
    [InlineData(ErrorKind.Fatal)]
    [InlineData(ErrorKind.Data)]
    public async Task RunAsync_OtherErrors_AreNotRetried(ErrorKind kind)
    {
        var calls = 0;
        var target = new Collected<int>
        {
            OnLoad = (_, _) =>
            {
                calls++;
                throw new TimeoutException();
            },
            OnClassify = _ => kind,
        };

        (await FluentActions.Awaiting(() => Build(target).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>())
            .Which.Message.Should().NotContain("tried");

        calls.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_TransientForEver_TriesUntilTheDeadlineAndNotLater()
    {
        // Delays of up to 5 seconds, and a deadline that falls into one of them.
        var time = new LeapingTime(PipelineDefaults.MaxRetryDelay);
        var attempts = new List<TimeSpan>();
        var target = new Collected<int>
        {
            OnLoad = (_, _) =>
            {
                attempts.Add(time.Now);
                throw new TimeoutException("still locked");
            },
            OnClassify = _ => ErrorKind.Transient,
        };

        var act = () => Build(target, o => o.RetryTimeout = TimeSpan.FromSeconds(13), time).RunAsync(Token).OrHangs();
        var error = (await act.Should().ThrowAsync<PipelineException>()).Which;

        attempts[^1].Should().Be(TimeSpan.FromSeconds(13), "what is left is used, and not more");
        var delays = attempts.Zip(attempts.Skip(1), (at, next) => next - at).ToList();
        for (var i = 0; i < delays.Count - 1; i++)
        {
            var full = TimeSpan.FromMilliseconds(Math.Min(50 * Math.Pow(2, i), 5000));
            delays[i].Should().BeGreaterThanOrEqualTo(full / 2).And.BeLessThanOrEqualTo(full, "delay {0} doubles and has jitter", i);
        }

        delays.Take(6).Select(delay => delay.TotalMilliseconds).Should().NotEqual([50, 100, 200, 400, 800, 1600], "there is jitter");
        error.Report.Retries.Should().Be(attempts.Count - 1);
        error.Message.Should().Contain($"loading into collected failed (tried {attempts.Count} times in 13 s, as long as RetryTimeout allows): still locked");
    }

    [Fact]
    public async Task RunAsync_TransientForEver_GivesUpAfterTheTimeout()
    {
        var calls = 0;
        var target = new Collected<int>
        {
            OnLoad = (_, _) =>
            {
                calls++;
                _time.Advance(TimeSpan.FromSeconds(10));
                throw new TimeoutException("still locked");
            },
            OnClassify = _ => ErrorKind.Transient,
        };
        var run = Build(target, o => o.RetryTimeout = PipelineDefaults.RetryTimeout).RunAsync(Token);
        await _time.AdvanceUntilAsync(run, TimeSpan.FromMilliseconds(500));

        var error = (await FluentActions.Awaiting(() => run).Should().ThrowAsync<PipelineException>()).Which;

        error.InnerException.Should().BeOfType<TimeoutException>();
        error.Report.Retries.Should().Be(calls - 1);
        calls.Should().BeInRange(2, 8, "each attempt takes 10 of the 60 seconds");
        (_time.GetUtcNow() - _time.Start).Should().BeGreaterThanOrEqualTo(PipelineDefaults.RetryTimeout);
    }

    [Fact]
    public async Task RunAsync_RetryTimeoutZero_DoesNotRetry()
    {
        var calls = 0;
        var target = new Collected<int>
        {
            OnLoad = (_, _) =>
            {
                calls++;
                throw new TimeoutException();
            },
            OnClassify = _ => ErrorKind.Transient,
        };

        (await FluentActions.Awaiting(() => Build(target, o => o.RetryTimeout = TimeSpan.Zero).RunAsync(Token).OrHangs())
            .Should().ThrowAsync<PipelineException>()).WithMessage("*failed (not tried again, because RetryTimeout is zero): *");

        calls.Should().Be(1);
    }

    [Fact]
    [Trait("Bug", "Apache Beam BEAM-9492")]
    public void Classify_ByDefault_AsksADbExceptionAndCallsTheRestFatal()
    {
        var loader = Loader.From<int>("x", (_, _) => ValueTask.CompletedTask);

        loader.Classify(new Failure(transient: true)).Should().Be(ErrorKind.Transient);
        loader.Classify(new Failure(transient: false)).Should().Be(ErrorKind.Fatal);
        loader.Classify(new TimeoutException()).Should().Be(ErrorKind.Fatal);
    }

    private Pipeline Build(Collected<int> target, Action<PipelineOptions>? configure = null, TimeProvider? time = null) =>
        new PipelineBuilder("p") { TimeProvider = time ?? _time }
            .Extract(Sources.Numbers("a", 30))
            .Load(target)
            .Configure(o =>
            {
                o.BatchSize = 10;
                o.RetryTimeout = TimeSpan.FromDays(1);
                o.BatchTimeout = Timeout.InfiniteTimeSpan;
            })
            .Configure(configure ?? (_ => { }))
            .Build();

    private sealed class Failure(bool transient) : System.Data.Common.DbException
    {
        public override bool IsTransient => transient;
    }
}

using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Tests;

/// <summary>Two runs of a pipeline never load into one target at once, and a run that is gone keeps nobody waiting.</summary>
public sealed class RunLockTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly Ledgered<int> _target = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task RunAsync_WhileAnotherRuns_IsRefusedAndSaysWhoHoldsItSinceWhen()
    {
        var gate = new Gate();
        var first = Build(Sources.Then("a", 10, async _ => await gate.PassDeafAsync())).RunAsync(Token);
        await gate.Reached;

        var error = await RefusedAsync(Sources.Numbers("b", 10));
        gate.Open();
        var completed = await first.OrHangs();
        var third = await Build(Sources.Numbers("c", 10)).RunAsync(Token).OrHangs();

        error.Message.Should().Contain($"process {Environment.ProcessId} on {Environment.MachineName}, since 2026-01-02 03:04:05Z").And.Contain("'p'").And.Contain("ledgered");
        error.Lock.RunId.Should().Be(completed.RunId);
        third.Rows.Loaded.Should().Be(10);
        _target.Rows.Should().HaveCount(20, "the run that was refused has loaded nothing");
        _target.Lock.Should().BeEquivalentTo(new { Epoch = 2, third.RunId, IsReleased = true });
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(31, true)]
    public async Task RunAsync_LockOfAnotherMachine_IsTakenOverWhenItsLeaseHasPassed(int seconds, bool isTakenOver)
    {
        _target.Lock = Elsewhere(epoch: 7);
        _time.Advance(TimeSpan.FromSeconds(seconds));

        if (isTakenOver)
        {
            (await Build(Sources.Numbers("a", 10)).RunAsync(Token).OrHangs()).Rows.Loaded.Should().Be(10);
            _target.Lock.Epoch.Should().Be(8);
        }
        else
        {
            (await RefusedAsync(Sources.Numbers("a", 10))).Lock.Should().Be(Elsewhere(epoch: 7));
            _target.Rows.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task RunAsync_LockFromAClockThatWasSetBack_IsTakenOver()
    {
        _target.Lock = Elsewhere(epoch: 1) with { HeartbeatAt = _time.GetUtcNow().AddDays(1) };

        (await Build(Sources.Numbers("a", 10)).RunAsync(Token).OrHangs()).Rows.Loaded.Should().Be(10);
    }

    [Fact]
    public async Task RunAsync_LockThatARunOfThisProcessLeftBehind_IsTakenOverAtOnce()
    {
        // Releasing fails, as it does when the connection is gone.
        _target.OnStep = step => step == "lock" && _target.CompletedRuns > 0 ? new IOException("gone") : null;
        await Build(Sources.Numbers("a", 10)).RunAsync(Token).OrHangs();
        _target.Lock!.IsReleased.Should().BeFalse();
        _target.OnStep = _ => null;

        (await Build(Sources.Numbers("b", 10)).RunAsync(Token).OrHangs()).Rows.Loaded.Should().Be(10);
    }

    [Fact]
    public async Task RunAsync_LockIsTakenOverMeanwhile_CommitsNothingMoreAndLeavesTheRejectFile()
    {
        var path = Path.Combine(_directory.FullName, "rejects.jsonl");
        var gate = new Gate();
        var run = Build(Sources.Then("a", 20, async _ => await gate.PassDeafAsync()), path).RunAsync(Token);
        await gate.Reached;
        await _time.AdvanceUntilAsync(LoadedAsync(18));
        var written = File.ReadAllText(path);
        _target.Lock = Elsewhere(epoch: 99);
        File.AppendAllText(path, "what the other run has written\n");
        gate.Open();

        var error = (await FluentActions.Awaiting(() => run.OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

        error.InnerException.Should().BeOfType<RunLockLostException>().Which.Message.Should().Contain("process 4711 on elsewhere");
        _target.CompletedRuns.Should().Be(0);
        _target.Lock.Should().Be(Elsewhere(epoch: 99), "it isn't this run's to release");
        File.ReadAllText(path).Should().Be(written + "what the other run has written\n");
    }

    [Fact]
    public async Task RunAsync_LockIsTakenOverBeforeTheRejectFileIsCutOff_LeavesTheRejectFile()
    {
        var path = Path.Combine(_directory.FullName, "rejects.jsonl");
        var commits = 0;
        _target.OnStep = step => step == "committed" && ++commits == 3 ? new IOException("killed") : null;
        await FluentActions.Awaiting(() => Build(Sources.Numbers("a", 50), path).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();
        var written = File.ReadAllText(path);
        var takenOver = 0;
        _target.OnStep = step =>
        {
            if (step == "locked" && takenOver++ == 0)
            {
                // The run has got the lock, and stands still until another one has taken it over and written to the file.
                _target.Lock = Elsewhere(epoch: 99);
                File.AppendAllText(path, "what the other run has written\n");
            }

            return null;
        };

        var error = (await FluentActions.Awaiting(() => Build(Sources.Numbers("a", 50), path).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

        error.InnerException.Should().BeOfType<RunLockLostException>();
        written.Should().NotBeEmpty();
        File.ReadAllText(path).Should().Be(written + "what the other run has written\n");
    }

    [Fact]
    public async Task RunAsync_TargetIsLockedAtTheEnd_ReleasesTheLockAllTheSame()
    {
        var failures = 0;
        _target.OnStep = step => step == "lock" && _target.CompletedRuns > 0 && ++failures <= 3 ? new TimeoutException("locked") : null;

        var run = Build(Sources.Numbers("a", 10), retryTimeout: TimeSpan.FromDays(1000)).RunAsync(Token);
        await _time.AdvanceUntilAsync(run);

        (await run).Status.Should().Be(PipelineStatus.Succeeded);
        failures.Should().BeGreaterThan(3);
        _target.Lock!.IsReleased.Should().BeTrue();
    }

    [Fact]
    public async Task RunAsync_LockIsTakenOverBeforeABatch_IsFencedOff()
    {
        var begun = 0;
        _target.OnStep = step =>
        {
            if (step == "begin" && ++begun == 4)
            {
                _target.Lock = Elsewhere(epoch: 99);
            }

            return null;
        };

        var error = (await FluentActions.Awaiting(() => Build(Sources.Numbers("a", 100)).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

        error.InnerException.Should().BeOfType<RunLockLostException>();
        _target.Rows.Should().HaveCount(20, "one transaction was for the lock, two were batches");
        error.Report.Rows.Loaded.Should().Be(20);
    }

    [Fact]
    public async Task RunAsync_WriterIsIdle_RenewsTheLock()
    {
        var gate = new Gate();
        var run = Build(Sources.Then("a", 10, async _ => await gate.PassDeafAsync())).RunAsync(Token);
        await gate.Reached;
        await _time.AdvanceUntilAsync(LoadedAsync(10));
        var start = _time.GetUtcNow();

        await _time.AdvanceUntilAsync(WaitUntilAsync(() => _target.Lock!.HeartbeatAt >= start + (3 * Lease)), TimeSpan.FromSeconds(1));
        _target.Lock!.Epoch.Should().Be(1);
        gate.Open();
        await run.OrHangs();
    }

    [Fact]
    public async Task RunAsync_RenewalFailsForATime_GoesOn()
    {
        var gate = new Gate();
        var failures = 0;
        var run = Build(Sources.Then("a", 10, async _ => await gate.PassDeafAsync())).RunAsync(Token);
        await gate.Reached;
        await _time.AdvanceUntilAsync(LoadedAsync(10));
        _target.OnStep = step => step == "lock" && ++failures <= 2 ? new TimeoutException() : null;
        var start = _time.GetUtcNow();

        await _time.AdvanceUntilAsync(WaitUntilAsync(() => failures > 2 && _target.Lock!.HeartbeatAt > start), TimeSpan.FromSeconds(1));
        gate.Open();

        (await run.OrHangs()).Status.Should().Be(PipelineStatus.Succeeded);
        failures.Should().BeGreaterThan(2);
    }

    [Fact]
    public async Task RunAsync_TargetStaysLockedByTheOneWhoseLockHasLapsed_SaysSo()
    {
        _target.Lock = Elsewhere(epoch: 1) with { HeartbeatAt = _time.GetUtcNow() - Lease - Lease };
        var begun = 0;
        _target.OnStep = step => step == "begin" && ++begun > 0 ? new TimeoutException("locked") : null;

        var run = Build(Sources.Numbers("a", 10)).RunAsync(Token);
        await _time.AdvanceUntilAsync(run, TimeSpan.FromSeconds(1));
        var error = (await FluentActions.Awaiting(() => run).Should().ThrowAsync<PipelineException>()).Which;

        error.InnerException.Should().BeOfType<RunLockedException>()
            .Which.Message.Should().Contain("has lapsed, but can't be taken over").And.Contain("process 4711 on elsewhere").And.Contain("end it");
        begun.Should().BeGreaterThan(1, "it is tried again until the retry timeout");
    }

    [Fact]
    public async Task RunAsync_Cancelled_ReleasesTheLock()
    {
        using var cancel = new CancellationTokenSource();
        var run = Build(Sources.Then("a", 10, async token =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        })).RunAsync(cancel.Token);

        await FluentActions.Awaiting(() => run.OrHangs()).Should().ThrowAsync<PipelineCancelledException>();

        _target.Lock!.IsReleased.Should().BeTrue();
    }

    [Fact]
    public void WithRunLock_LoaderWithoutTransactions_IsRefused() =>
        new PipelineBuilder("p").Extract(Sources.Numbers("a", 1)).Load(new Collected<int>()).WithRunLock()
            .Invoking(builder => builder.Build()).Should().Throw<PipelineConfigurationException>().WithMessage("*WithRunLock*not transactional*");

    private static RunLock Elsewhere(long epoch) => new()
    {
        Epoch = epoch,
        RunId = "other",
        Machine = "elsewhere",
        ProcessId = 4711,
        Process = "elsewhere/4711/1",
        AcquiredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        HeartbeatAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Lease = Lease,
    };

    private async Task<RunLockedException> RefusedAsync(IExtractor<int> source)
    {
        var error = (await FluentActions.Awaiting(() => Build(source).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;
        return error.InnerException.Should().BeOfType<RunLockedException>().Which;
    }

    private Task LoadedAsync(int rows) => WaitUntilAsync(() => _target.Rows.Count == rows);

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private Pipeline Build(IExtractor<int> source, string? rejects = null, TimeSpan? retryTimeout = null)
    {
        var builder = new PipelineBuilder("p") { TimeProvider = _time }
            .Extract(source)
            .Transform<int>(row => row % 7 == 6 && rejects is not null ? TransformResult.Reject("six") : row)
            .Load(_target)
            .Configure(o =>
            {
                o.BatchSize = 10;
                o.RunLockLease = Lease;
                o.RetryTimeout = retryTimeout ?? o.RetryTimeout;
            })
            .WithCheckpoints();
        return (rejects is null ? builder : builder.WriteRejectsTo(rejects)).Build();
    }
}

using EtlKit.Sqlite;
using Microsoft.Data.Sqlite;

namespace EtlKit.Faults.Tests;

/// <summary>Another program holds the lock of the database: for a while, for too long, or for ever.</summary>
public sealed class LockedTests : IDisposable
{
    private readonly FaultJob _job = new();
    private readonly LeapingTime _time = new(PipelineDefaults.MaxRetryDelay);
    private SqliteConnection? _other;

    public LockedTests() => _job.Time = _time;

    public static TheoryData<LoaderStep, int, string> Moments
    {
        get
        {
            var moments = new TheoryData<LoaderStep, int, string>();
            foreach (var journal in new[] { "WAL", "DELETE" })
            {
                moments.Add(LoaderStep.Open, 1, journal);
                moments.Add(LoaderStep.Lock, 1, journal);
                moments.Add(LoaderStep.Read, 1, journal);
                moments.Add(LoaderStep.Begin, 5, journal);
                moments.Add(LoaderStep.Complete, 1, journal);
            }

            return moments;
        }
    }

    public void Dispose()
    {
        _other?.Dispose();
        _job.Dispose();
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Run_LockIsReleasedBeforeTheDeadline_GoesOnWhereItWas(LoaderStep step, int nth, string journal)
    {
        const int Failures = 6;
        Prepare(journal);
        var stepped = new Stepped<Item>
        {
            Before = (at, count) => LockAt(at == step && count == nth),
            OnFailure = failures =>
            {
                if (failures == Failures)
                {
                    Release();
                }
            },
        };

        var report = await _job.Build(stepped).RunAsync(FaultJob.Token).OrHangs();

        stepped.Failures.Should().HaveCount(Failures).And.OnlyContain(failure => failure.Step == step && IsBusy(failure.Exception));
        report.Retries.Should().Be(Failures);
        report.Status.Should().Be(PipelineStatus.SucceededWithRejects);
        _job.CheckComplete();
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Run_LockIsHeldPastTheDeadline_FailsAndCanBeResumed(LoaderStep step, int nth, string journal)
    {
        Prepare(journal);
        var stepped = new Stepped<Item> { Before = (at, count) => LockAt(at == step && count == nth) };

        var error = await FaultJob.FailAsync(_job.Build(stepped));

        stepped.Failures.Should().HaveCountGreaterThan(10).And.OnlyContain(failure => failure.Step == step && IsBusy(failure.Exception));
        error.Report.Retries.Should().Be(stepped.Failures.Count - 1);
        error.Message.Should().Contain($"failed (tried {stepped.Failures.Count} times in 60 s, as long as RetryTimeout allows): ").And.Contain("database is locked")
            .And.Contain("find the program that holds it and end its transaction").And.Contain("raise RetryTimeout");
        _time.Now.Should().Be(PipelineDefaults.RetryTimeout, "nothing else was waited for");

        Release();
        if (step == LoaderStep.Begin)
        {
            _job.CheckHalfWay(error.Report);
        }

        _job.Time = TimeProvider.System;
        await _job.CompleteAsync();
    }

    [Theory]
    [InlineData(LoaderStep.Open, 1)]
    [InlineData(LoaderStep.Begin, 5)]
    public async Task Run_LockIsHeldForEverAndTheRunIsCancelled_EndsWithinTheDrainTimeout(LoaderStep step, int nth)
    {
        using var cancel = new CancellationTokenSource();
        Prepare("WAL");
        TimeSpan? cancelledAt = null;
        var stepped = new Stepped<Item>
        {
            Before = (at, count) => LockAt(at == step && count == nth),
            OnFailure = failures =>
            {
                if (failures == 3)
                {
                    cancelledAt = _time.Now;
                    cancel.Cancel();
                }
            },
        };
        _job.Configure = o => (o.RetryTimeout, o.MaxRetryDelay) = (TimeSpan.FromDays(1), TimeSpan.FromSeconds(1));

        var act = () => _job.Build(stepped).RunAsync(cancel.Token).OrHangs();
        var error = (await act.Should().ThrowAsync<PipelineCancelledException>()).Which;

        stepped.Failures.Should().HaveCountGreaterThanOrEqualTo(3).And.OnlyContain(failure => IsBusy(failure.Exception));
        (error.Report.Duration - cancelledAt).Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(9), "retries go on until the loader's token is cancelled, at 8 seconds");
        error.Report.Abandoned.Should().BeEmpty("the wait for the next retry is cancelled");

        Release();
        _job.Time = TimeProvider.System;
        _job.Configure = _ => { };
        await _job.CompleteAsync();
    }

    [Fact]
    public async Task Run_ReaderHoldsTheCommitBack_IsRetriedAndLoadsEachRowOnce()
    {
        Prepare("DELETE");
        var stepped = new Stepped<Item>
        {
            Before = (at, count) =>
            {
                if (at == LoaderStep.Commit && count == 6)
                {
                    _other = _job.Open();
                    FaultJob.Execute(_other, "BEGIN; SELECT * FROM items");
                }

                return default;
            },
            OnFailure = failures =>
            {
                if (failures == 3)
                {
                    Release();
                }
            },
        };

        var report = await _job.Build(stepped).RunAsync(FaultJob.Token).OrHangs();

        report.Retries.Should().Be(3);
        stepped.Failures.Should().HaveCount(3).And.OnlyContain(failure => failure.Step == LoaderStep.Commit && IsBusy(failure.Exception));
        _job.CheckComplete();
    }

    private static bool IsBusy(Exception exception) => exception is SqliteLoaderException { SqliteErrorCode: 5 };

    private void Prepare(string journal)
    {
        _job.ConfigureLoader = o => o.Pragma("journal_mode", journal);
        _job.Execute($"PRAGMA journal_mode = {journal}; CREATE TABLE other(x)");
    }

    private ValueTask LockAt(bool isNow)
    {
        if (isNow)
        {
            _other = _job.Open();
            FaultJob.Execute(_other, "BEGIN EXCLUSIVE");
        }

        return default;
    }

    private void Release()
    {
        if (_other is { } other)
        {
            FaultJob.Execute(other, "ROLLBACK");
        }
    }
}

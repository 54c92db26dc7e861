using EtlKit.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Faults.Tests;

/// <summary>Sources and targets that are slow, or never come back.</summary>
public sealed class HangingTests : IDisposable
{
    private readonly FaultJob _job = new();
    private readonly FakeTimeProvider _time = new();

    public HangingTests() => _job.Time = _time;

    public void Dispose() => _job.Dispose();

    [Fact]
    public async Task Run_LoaderIsSlow_HoldsNoMoreRowsThanTheOptionsAllow()
    {
        var time = new LeapingTime(TimeSpan.FromSeconds(1));
        _job.Time = time;
        var extracted = 0;
        var ahead = new List<int>();
        var waited = 0;
        _job.OnRow = _ => Interlocked.Increment(ref extracted);
        var stepped = new Stepped<Item>
        {
            Before = async (step, count) =>
            {
                if (step == LoaderStep.Begin)
                {
                    ahead.Add(Volatile.Read(ref extracted) - ((count - 1) * (FaultJob.BatchSize - (FaultJob.BatchSize / 10))));
                    await Task.Delay(TimeSpan.FromSeconds(1), time);
                    waited++;
                }
            },
        };

        var report = await _job.Build(stepped).RunAsync(FaultJob.Token).OrHangs();

        waited.Should().BeGreaterThan(20);
        report.Duration.Should().Be(TimeSpan.FromSeconds(waited));
        report.ProducerWait.Should().BeGreaterThan(TimeSpan.FromSeconds(10));
        report.Bottleneck.Should().StartWith("writer-bound");
        ahead.Should().OnlyContain(rows => rows <= 5 * FaultJob.BatchSize, "a batch, a channel, and what two producers hold in their hands");
        _job.CheckComplete();
    }

    [Fact]
    public async Task Run_SourceHangsAndTheRunIsCancelled_EndsWithinTheDrainTimeoutAndIsCompletedLater()
    {
        using var cancel = new CancellationTokenSource();
        var gate = new Gate();
        var extracted = 0;
        _job.OnRow = _ => Interlocked.Increment(ref extracted);
        _job.Configure = o => (o.Producers, o.RunLockLease) = (1 + FaultJob.Files, TimeSpan.FromDays(1));
        _job.ExtraSource = Extractor.From("hanging", _ => Hang());
        var pipeline = _job.Build();
        var run = pipeline.RunAsync(cancel.Token);
        await gate.Reached;
        await UntilAsync(() => Volatile.Read(ref extracted) == FaultJob.Rows);
        await cancel.CancelAsync();
        await UntilAsync(() => _job.ReadRows().Count == FaultJob.Rows);

        var error = await EndAtTheDrainTimeoutAsync(run);

        error.Report.Abandoned.Should().Equal("source hanging");
        error.Report.Rows.Loaded.Should().Be(FaultJob.Rows, "what the other sources gave is loaded");
        await FluentActions.Awaiting(() => pipeline.RunAsync(FaultJob.Token)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*source hanging*");

        gate.Open();
        _job.ExtraSource = null;
        _job.Time = TimeProvider.System;
        await _job.CompleteAsync();

        async IAsyncEnumerable<Item> Hang()
        {
            await gate.PassDeafAsync();
            yield break;
        }
    }

    [Theory]
    [InlineData(LoaderStep.Begin)]
    [InlineData(LoaderStep.Write)]
    [InlineData(LoaderStep.Commit)]
    public async Task Run_LoaderHangsAndTheRunIsCancelled_EndsWithinTheDrainTimeoutAndIsCompletedLater(LoaderStep where)
    {
        using var cancel = new CancellationTokenSource();
        var gate = new Gate();
        var stepped = new Stepped<Item> { Before = (step, count) => step == where && count == 5 ? gate.PassDeafAsync() : default };
        var pipeline = _job.Build(stepped);
        var run = pipeline.RunAsync(cancel.Token);
        await gate.Reached;
        await cancel.CancelAsync();

        var error = await EndAtTheDrainTimeoutAsync(run);

        error.Report.Abandoned.Should().Contain("loader SQLite items, loading a batch");
        error.Report.Rows.Loaded.Should().BePositive();
        await FluentActions.Awaiting(() => pipeline.RunAsync(FaultJob.Token)).Should().ThrowAsync<InvalidOperationException>().WithMessage("*loading a batch*");

        // The call that was abandoned returns. Whatever it still does, it does with the checkpoints.
        gate.Open();
        var resumed = await RunWhenItMayAsync(pipeline);
        resumed.Status.Should().Be(PipelineStatus.SucceededWithRejects);
        _job.CheckComplete();
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<PipelineCancelledException> EndAtTheDrainTimeoutAsync(Task<PipelineReport> run)
    {
        var before = TimeSpan.FromMilliseconds(1);
        _time.Advance(PipelineDefaults.DrainTimeout - before);
        run.IsCompleted.Should().BeFalse("what hangs is given all of the time");
        _time.Advance(before);
        var error = (await FluentActions.Awaiting(() => run.OrHangs()).Should().ThrowAsync<PipelineCancelledException>()).Which;
        error.Report.Duration.Should().Be(PipelineDefaults.DrainTimeout, "no time has passed before the run was cancelled");
        return error;
    }

    /// <summary>Runs the pipeline as soon as the calls that it has abandoned have returned.</summary>
    private static async Task<PipelineReport> RunWhenItMayAsync(Pipeline pipeline)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            try
            {
                return await pipeline.RunAsync(FaultJob.Token).OrHangs();
            }
            catch (InvalidOperationException exception) when (exception.Message.Contains("has not got back yet", StringComparison.Ordinal))
            {
                await Task.Yield();
            }
        }
    }
}

using EtlKit.Hosting;
using Microsoft.Extensions.Logging;

namespace EtlKit.Quartz;

/// <summary>One pipeline with a schedule: what each of its fires does, and what became of those that ran nothing. Safe for concurrent use.</summary>
internal sealed class ScheduledPipeline(ScheduleDefinition schedule, IPipelineRunner runner, TimeProvider time, Random random, ILogger logger, CancellationToken stopping)
{
    private readonly Lock _lock = new();

    // Used under the lock.
    private readonly LinkedList<SkippedFire> _skipped = new();
    private long _skippedCount;
    private bool _isWaiting;
    private DateTimeOffset? _lastFireAt;

    public ScheduleDefinition Schedule => schedule;

    private string Name => schedule.Pipeline;

    /// <summary>Fires that ran nothing, the last one first, how many there were, and when the last fire was taken up.</summary>
    public (IReadOnlyList<SkippedFire> Skipped, long SkippedCount, DateTimeOffset? LastFireAt) GetHistory()
    {
        lock (_lock)
        {
            return ([.. _skipped], _skippedCount, _lastFireAt);
        }
    }

    /// <summary>Does what one fire asks for; ends when its run has.</summary>
    /// <param name="fire">The fire.</param>
    /// <param name="cancellationToken">Cancels the run, which drains.</param>
    /// <exception cref="Exception">The run has failed: what the runner throws.</exception>
    public async Task FireAsync(Fire fire, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);

        // The time begins to run before the fire can be seen.
        var jitter = fire.IsOnDemand || schedule.Jitter == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(NextJitter(), time, stop.Token);
        lock (_lock)
        {
            _lastFireAt = time.GetUtcNow();
        }

        try
        {
            await jitter.ConfigureAwait(false);
            stop.Token.ThrowIfCancellationRequested();
            await RunAsync(fire, stop.Token).ConfigureAwait(false);
        }
        catch (PipelineCancelledException)
        {
            Log.Cancelled(logger, Name, fire.DueAt);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Skip(fire.DueAt, SkipReason.Stopping, "the application stops, and its run has not begun.");
        }
        catch (PipelineException failure) when (failure.InnerException is RunLockedException locked)
        {
            Skip(fire.DueAt, SkipReason.Locked, locked.Message);
        }
        catch (Exception exception)
        {
            Log.Failed(logger, exception, Name, fire.DueAt, fire.NextFireAt);
            throw;
        }
    }

    /// <summary>Is told of a fire that was missed.</summary>
    public void Miss(DateTimeOffset dueAt)
    {
        if (schedule.Misfire == ScheduleMisfire.Skip)
        {
            Skip(dueAt, SkipReason.Missed, "it was missed, and so may be fires after it.");
        }
        else
        {
            Log.RunsLate(logger, Name, dueAt);
        }
    }

    private async Task RunAsync(Fire fire, CancellationToken cancellationToken)
    {
        var waits = false;
        try
        {
            while (true)
            {
                var run = runner.RunAsync(Name, cancellationToken: cancellationToken);
                if (BusyOf(run) is not { } busy)
                {
                    // The run is under way, so that another fire may wait for it.
                    waits = EndWait(waits);
                    await run.ConfigureAwait(false);
                    return;
                }

                if (schedule.Overlap == ScheduleOverlap.Skip)
                {
                    Skip(fire.DueAt, SkipReason.Busy, busy.Message);
                    return;
                }

                if (!waits && !(waits = BeginWait()))
                {
                    Skip(fire.DueAt, SkipReason.Busy, $"a fire waits already for the run that is under way. {busy.Message}");
                    return;
                }

                Log.Queued(logger, Name, fire.DueAt);
                await runner.WaitUntilIdleAsync(Name, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _ = EndWait(waits);
        }
    }

    // The runner refuses at once, before anything else happens.
    private static PipelineBusyException? BusyOf(Task run) => run.IsFaulted ? run.Exception.InnerException as PipelineBusyException : null;

    private bool BeginWait()
    {
        lock (_lock)
        {
            return !_isWaiting && (_isWaiting = true);
        }
    }

    private bool EndWait(bool waits)
    {
        if (waits)
        {
            lock (_lock)
            {
                _isWaiting = false;
            }
        }

        return false;
    }

    private TimeSpan NextJitter()
    {
        // A Random that is not the shared one is for one thread.
        lock (random)
        {
            return random.NextDouble() * schedule.Jitter;
        }
    }

    private void Skip(DateTimeOffset dueAt, SkipReason reason, string message)
    {
        var skipped = new SkippedFire { DueAt = dueAt, SkippedAt = time.GetUtcNow(), Reason = reason, Message = message };
        lock (_lock)
        {
            _skippedCount++;
            _skipped.AddFirst(skipped);
            if (_skipped.Count > EtlScheduleState.MaxSkipped)
            {
                _skipped.RemoveLast();
            }
        }

        Log.Skipped(logger, Name, dueAt, reason, message);
    }
}

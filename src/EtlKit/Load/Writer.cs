using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>The only consumer of the channel: gathers batches and has them loaded, one at a time.</summary>
internal sealed class Writer<TRow>(
    BatchGatherer<TRow> gatherer,
    BatchBuffer<TRow> batch,
    IBatchLoader<TRow> loader,
    LoadCounts counts,
    RejectLog rejectLog,
    LoaderCall loaderCall,
    TimedState<WriterState> state,
    ProgressReporter progress,
    RunMetrics metrics,
    TimeProvider time,
    ILogger logger,
    CancellationToken abort)
{
    /// <summary>Loads batches until the channel has ended.</summary>
    /// <exception cref="OperationCanceledException">The run was aborted.</exception>
    /// <exception cref="Exception">A batch could not be loaded.</exception>
    public async Task RunAsync()
    {
        Gathered gathered;
        state.Set(WriterState.WaitingForRows);
        do
        {
            if (batch.IsEmpty)
            {
                batch.MayBeLarge = loader.PrefersLargeBatches;
            }

            gathered = await gatherer.FillAsync(loader.Patience).ConfigureAwait(false);
            if (gathered == Gathered.Nothing)
            {
                await KeepAliveAsync().ConfigureAwait(false);
                continue;
            }

            if (!batch.IsEmpty)
            {
                await LoadAsync().ConfigureAwait(false);
                state.Set(WriterState.ReportingProgress);
                progress.Report();
                state.Set(WriterState.WaitingForRows);
            }
        }
        while (gathered != Gathered.Last);
    }

    private async ValueTask KeepAliveAsync()
    {
        using var call = loaderCall.Begin("renewing the run lock", WriterState.Locking);
        await loader.KeepAliveAsync(abort).ConfigureAwait(false);
    }

    private async ValueTask LoadAsync()
    {
        var start = time.GetTimestamp();
        BatchOutcome outcome;
        using (loaderCall.Begin("loading a batch", WriterState.Loading))
        {
            outcome = await loader.LoadAsync(batch, abort).ConfigureAwait(false);
        }

        Settle(outcome);
        var duration = time.GetElapsedTime(start);
        if (batch.Count > 0)
        {
            counts.Batches++;
            Log.BatchLoaded(logger, counts.Batches, batch.Count, duration.TotalMilliseconds);
        }

        metrics.Settled(batch.Count, duration, outcome.Rejects);
        batch.Clear();
    }

    /// <summary>Counts what is now committed.</summary>
    private void Settle(BatchOutcome outcome)
    {
        counts.Loaded += outcome.Result.Loaded;
        counts.Unchanged += outcome.Result.Unchanged;
        counts.Ignored += outcome.Result.Ignored;
        counts.Filtered += batch.Filtered;
        counts.Rejected += outcome.Rejects.Count;
        rejectLog.Count(outcome.Rejects);
        foreach (var (source, share) in batch.Shares)
        {
            source.Written += share.Rows;
            source.Filtered += share.Filtered;
            source.Rejected += share.Rejected;
        }

        foreach (ref readonly var refused in outcome.Rejects.Entries[batch.Rejects.Count..])
        {
            var name = refused.Source;
            var source = batch.Shares.Keys.First(source => source.Name == name);
            source.Written--;
            source.Rejected++;
            rejectLog.Write(refused, exception: null);
        }
    }
}

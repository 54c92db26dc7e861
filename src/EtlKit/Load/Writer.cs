using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>The only consumer of the channel: gathers batches and gives them to the load session, one at a time.</summary>
internal sealed class Writer<TRow>(
    ILoadSession<TRow> session,
    BatchGatherer<TRow> gatherer,
    BatchBuffer<TRow> batch,
    LoadRetry retry,
    LoadCounts counts,
    RejectLog rejectLog,
    RejectFile? rejectFile,
    LoaderCall loaderCall,
    ProgressReporter progress,
    RunControl control,
    TimeProvider time,
    ILogger logger)
{
    private long _batchNumber;

    /// <summary>Loads batches until the channel has ended.</summary>
    /// <exception cref="OperationCanceledException">The run was aborted.</exception>
    /// <exception cref="Exception">A batch could not be loaded.</exception>
    public async Task RunAsync()
    {
        bool more;
        do
        {
            more = await gatherer.FillAsync().ConfigureAwait(false);
            if (!batch.IsEmpty)
            {
                await LoadAsync().ConfigureAwait(false);
                progress.Report();
            }
        }
        while (more);
    }

    private async ValueTask LoadAsync()
    {
        if (batch.Count > 0)
        {
            var start = time.GetTimestamp();
            var rows = new RowBatch<TRow>(batch.Rows, ++_batchNumber);
            LoadResult result;
            using (loaderCall.Begin("loading a batch"))
            {
                result = await retry.RunAsync(
                    static (state, token) => state.Session.LoadAsync(state.Rows, token), (Session: session, Rows: rows), control.Abort).ConfigureAwait(false);
            }

            CheckResult(rows, result);

            counts.Batches++;
            counts.Loaded += result.Loaded;
            counts.Unchanged += result.Unchanged;
            counts.Ignored += result.Ignored;
            Log.BatchLoaded(logger, rows.Number, rows.Count, time.GetElapsedTime(start).TotalMilliseconds);
        }

        Settle();
        batch.Clear();
    }

    /// <summary>Counts what came with the rows that are now committed.</summary>
    private void Settle()
    {
        rejectFile?.Write(batch.Rejects);
        rejectLog.Count(batch.Rejects);
        counts.Rejected += batch.Rejects.Count;
        counts.Filtered += batch.Filtered;
        foreach (var (source, share) in batch.Shares)
        {
            source.Written += share.Rows;
            source.Filtered += share.Filtered;
            source.Rejected += share.Rejected;
        }
    }

    private static void CheckResult(RowBatch<TRow> rows, LoadResult result)
    {
        if (result.Loaded < 0 || result.Unchanged < 0 || result.Ignored < 0
            || result.Loaded + result.Unchanged + result.Ignored != rows.Count)
        {
            throw new LedgerException(
                $"Batch {rows.Number} has {rows.Count} rows, but the loader says that it loaded {result.Loaded}, left {result.Unchanged} unchanged and ignored "
                + $"{result.Ignored}. The LoadResult must account for every row of the batch, once.");
        }
    }
}

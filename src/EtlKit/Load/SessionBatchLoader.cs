namespace EtlKit;

/// <summary>Loads batches into a session without transactions of the pipeline's own.</summary>
internal sealed class SessionBatchLoader<TRow>(ILoadSession<TRow> session, LoadRetry retry, RejectHandling handling) : IBatchLoader<TRow>
{
    private long _batchNumber;

    public TimeSpan Patience => TimeSpan.MaxValue;

    public bool PrefersLargeBatches => session.PrefersLargeBatches;

    public async ValueTask<BatchOutcome> LoadAsync(BatchBuffer<TRow> batch, CancellationToken cancellationToken)
    {
        var rejects = BatchRejects.Of(batch.Rejects, batch.Letters);
        handling.Check(batch.Count + batch.Filtered, rejects);
        var result = default(LoadResult);
        if (batch.Count > 0)
        {
            var rows = new RowBatch<TRow>(batch.Rows, ++_batchNumber);
            result = await retry.RunAsync(
                static (state, token) => state.Session.LoadAsync(state.Rows, token), (Session: session, Rows: rows), cancellationToken).ConfigureAwait(false);
            LedgerException.ThrowUnlessComplete(rows.Count, result);
        }

        handling.File?.Append(rejects.New, rejects.Replayed);
        handling.Commit(batch.Count + batch.Filtered, rejects);
        return new BatchOutcome(result, batch.Rejects);
    }

    public ValueTask KeepAliveAsync(CancellationToken cancellationToken) => default;

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => default;
}

namespace EtlKit;

/// <summary>Puts a span around each batch that another loader loads. Used by the writer only.</summary>
internal sealed class TracedBatchLoader<TRow>(IBatchLoader<TRow> loader, RunTrace trace, LoadCounts counts) : IBatchLoader<TRow>
{
    public TimeSpan Patience => loader.Patience;

    public bool PrefersLargeBatches => loader.PrefersLargeBatches;

    public async ValueTask<BatchOutcome> LoadAsync(BatchBuffer<TRow> batch, CancellationToken cancellationToken)
    {
        trace.BeginBatch(counts.Batches + 1, batch.Count);
        try
        {
            var outcome = await loader.LoadAsync(batch, cancellationToken).ConfigureAwait(false);
            trace.EndBatch(outcome.Rejects.Count);
            return outcome;
        }
        catch (Exception exception)
        {
            trace.FailBatch(exception);
            throw;
        }
    }

    public ValueTask KeepAliveAsync(CancellationToken cancellationToken) => loader.KeepAliveAsync(cancellationToken);

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => loader.CompleteAsync(cancellationToken);
}

namespace EtlKit;

/// <summary>An open target, for one run. The pipeline's writer is its only caller, and never calls it concurrently.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
/// <remarks>A session that is disposed without <see cref="CompleteAsync"/> was abandoned: the run was cancelled or has failed.</remarks>
public interface ILoadSession<TRow> : IAsyncDisposable
{
    /// <summary>Gets whether the target is changed only by <see cref="CompleteAsync"/>: batches are staged until then, and a run that doesn't complete loads nothing.</summary>
    /// <value>The default is <see langword="false"/>: each batch is in the target when its call ends.</value>
    bool LoadsAtCompletion => false;

    /// <summary>Gets whether batches that are much larger than usual would be loaded faster, by what was loaded so far. The pipeline asks before it gathers a batch.</summary>
    /// <value>The default is <see langword="false"/>. See <see cref="PipelineOptions.LargeBatchSize"/> for what it gets.</value>
    bool PrefersLargeBatches => false;

    /// <summary>Loads a batch, as a whole or not at all.</summary>
    /// <param name="batch">The rows, those of one source in its order. The batch and its memory are valid until the call ends.</param>
    /// <param name="cancellationToken">Cancelled when the drain timeout of a stopping run has almost passed, not when it begins to stop.</param>
    /// <returns>What became of the rows; the numbers must add up to <see cref="RowBatch{TRow}.Count"/>, else the run fails.</returns>
    /// <remarks>When it throws, nothing of the batch may remain in the target: a batch whose error is transient is given again.</remarks>
    ValueTask<LoadResult> LoadAsync(RowBatch<TRow> batch, CancellationToken cancellationToken);

    /// <summary>Makes what was loaded durable, or swaps it in. It is called after the last batch, only when no source has failed.</summary>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    /// <returns>A task that ends when the rows are safe.</returns>
    /// <remarks>It is called again when it fails with a transient error, so it must have undone by then what it had begun.</remarks>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}

namespace EtlKit;

/// <summary>Loads the batches of a run into its session. Used by the writer only.</summary>
internal interface IBatchLoader<TRow>
{
    /// <summary>Loads a batch, as a whole or not at all.</summary>
    /// <returns>What became of its rows.</returns>
    ValueTask<BatchOutcome> LoadAsync(BatchBuffer<TRow> batch, CancellationToken cancellationToken);

    /// <summary>Says that every source was read to its end and loaded.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}

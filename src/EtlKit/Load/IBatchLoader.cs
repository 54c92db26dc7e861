namespace EtlKit;

/// <summary>Loads the batches of a run into its session. Used by the writer only.</summary>
internal interface IBatchLoader<TRow>
{
    /// <summary>How long the writer may wait for rows before it must call <see cref="KeepAliveAsync"/>.</summary>
    TimeSpan Patience { get; }

    /// <summary>Whether the next batch should be a large one.</summary>
    bool PrefersLargeBatches { get; }

    /// <summary>Loads a batch, as a whole or not at all.</summary>
    /// <returns>What became of its rows.</returns>
    ValueTask<BatchOutcome> LoadAsync(BatchBuffer<TRow> batch, CancellationToken cancellationToken);

    /// <summary>Shows that the run is still there, while there is nothing to load.</summary>
    ValueTask KeepAliveAsync(CancellationToken cancellationToken);

    /// <summary>Says that every source was read to its end and loaded.</summary>
    ValueTask CompleteAsync(CancellationToken cancellationToken);
}

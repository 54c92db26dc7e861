namespace EtlKit;

/// <summary>A session whose batches are transactions, in which the pipeline's own state is stored as well.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
/// <remarks>
/// A pipeline loads through <see cref="BeginAsync"/> and never calls <see cref="ILoadSession{TRow}.LoadAsync"/>. In return, a batch that is refused for its
/// data is narrowed down to the rows that are bad, and checkpoints are exact.
/// </remarks>
public interface ITransactionalLoadSession<TRow> : ILoadSession<TRow>
{
    /// <summary>Reads what earlier runs of the pipeline have saved in the target. Called once, before the first row is extracted, when checkpoints are on.</summary>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    /// <returns>The checkpoints; none when the pipeline has never run against this target.</returns>
    ValueTask<IReadOnlyList<SourceCheckpoint>> ReadCheckpointsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads the run lock that was stored by <see cref="ILoadTransaction{TRow}.TryLockAsync"/> for this pipeline and this target. Called when the lock is asked for,
    /// also while a transaction is open; then it is read within that transaction.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    /// <returns>The lock; <see langword="null"/> when there is none.</returns>
    ValueTask<RunLock?> ReadRunLockAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction. There is one at a time; the pipeline disposes it before it begins another.</summary>
    /// <param name="cancellationToken">Cancelled when the drain timeout of a stopping run has almost passed.</param>
    /// <returns>The transaction.</returns>
    ValueTask<ILoadTransaction<TRow>> BeginAsync(CancellationToken cancellationToken);
}

namespace EtlKit;

/// <summary>A transaction of a load session. Disposed without <see cref="CommitAsync"/>, it is rolled back.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
/// <remarks>
/// The pipeline's writer is its only caller, and never calls it concurrently. A session may give the same object for one transaction after the other.
/// </remarks>
public interface ILoadTransaction<TRow> : IAsyncDisposable
{
    /// <summary>Gets whether the transaction can still be committed.</summary>
    /// <value><see langword="false"/> after the target has ended it by itself, as a trigger or a full disk can make it do; what was written in it is then gone.</value>
    bool IsOpen { get; }

    /// <summary>Writes rows. It can be called several times.</summary>
    /// <param name="rows">The rows, valid until the call ends.</param>
    /// <param name="cancellationToken">Cancelled when the drain timeout of a stopping run has almost passed.</param>
    /// <returns>What became of the rows; the numbers must add up to the number of rows.</returns>
    /// <remarks>
    /// When it throws and <see cref="IsOpen"/> is still true, nothing of these rows remains in the transaction, and what earlier calls wrote does.
    /// A constraint that the target would check only at the commit should be checked here, where the rows that break it can still be told.
    /// </remarks>
    ValueTask<LoadResult> WriteAsync(ReadOnlyMemory<TRow> rows, CancellationToken cancellationToken);

    /// <summary>Stores the run lock in the place of the one of a given epoch. Called at most once, after the rows, before <see cref="SaveAsync"/>.</summary>
    /// <param name="runLock">The lock.</param>
    /// <param name="replacedEpoch">The <see cref="RunLock.Epoch"/> of the one that it replaces; 0 when there must be none yet.</param>
    /// <param name="cancellationToken">Cancelled when the drain timeout of a stopping run has almost passed.</param>
    /// <returns>
    /// <see langword="false"/>, and nothing is stored, when the lock in the target is not of that epoch: another run has it. After <see langword="true"/>, no other
    /// transaction may be able to replace the lock before this one has ended.
    /// </returns>
    ValueTask<bool> TryLockAsync(RunLock runLock, long replacedEpoch, CancellationToken cancellationToken);

    /// <summary>Saves the state of the pipeline. Called at most once, after the rows. When it throws, the transaction is disposed.</summary>
    /// <param name="progress">The state.</param>
    /// <param name="cancellationToken">Cancelled when the drain timeout of a stopping run has almost passed.</param>
    /// <returns>A task that ends when the state is part of the transaction.</returns>
    ValueTask SaveAsync(LoadProgress progress, CancellationToken cancellationToken);

    /// <summary>Commits.</summary>
    /// <param name="cancellationToken">Cancelled when the drain timeout of a stopping run has almost passed.</param>
    /// <returns>A task that ends when the transaction is committed.</returns>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}

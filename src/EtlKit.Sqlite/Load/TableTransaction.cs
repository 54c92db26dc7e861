using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace EtlKit.Sqlite;

/// <summary>The transactions of a <see cref="TableSession{T}"/>: one object for all, because there is one at a time.</summary>
/// <remarks>
/// The first write goes without a savepoint, which costs time, and is undone by beginning the transaction again: nothing else was in it. When another
/// connection takes the lock in between, the transaction is no longer open; the caller gets the error of the write, and meets the lock when it begins the
/// next transaction, where it can wait for it.
/// </remarks>
internal sealed class TableTransaction<T>(
    LoadPlan<T> plan,
    Database database,
    Transaction transaction,
    TableWriter<T> writer,
    LockStore runLocks,
    CheckpointStore checkpoints,
    RejectTable rejects,
    ILogger logger)
    : ILoadTransaction<T>
{
    private Savepoint? _savepoint;
    private bool _isBegun;
    private bool _isEmpty;

    // SQLite may have ended the transaction by itself: whatever is written then would be committed at once, alone.
    public bool IsOpen => _isBegun && database.InTransaction;

    public void Begin()
    {
        if (IsOpen)
        {
            throw new InvalidOperationException($"SQLite {plan.Table}: a transaction is open already: dispose it before another is begun.");
        }

        transaction.Begin(immediate: true);
        _isBegun = true;
        _isEmpty = true;
    }

    public ValueTask<LoadResult> WriteAsync(ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        try
        {
            CheckOpen();
            cancellationToken.ThrowIfCancellationRequested();
            return new(Write(rows, cancellationToken));
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail<T, LoadResult>(exception, plan, "the rows were not written", cancellationToken);
        }
    }

    public ValueTask<bool> TryLockAsync(RunLock runLock, long replacedEpoch, CancellationToken cancellationToken)
    {
        try
        {
            ArgumentNullException.ThrowIfNull(runLock);
            CheckOpen();
            cancellationToken.ThrowIfCancellationRequested();
            _isEmpty = false;
            return new(runLocks.TryReplace(runLock, replacedEpoch));
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail<T, bool>(exception, plan, "the run lock was not stored", cancellationToken);
        }
    }

    public ValueTask SaveAsync(LoadProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            ArgumentNullException.ThrowIfNull(progress);
            CheckOpen();
            cancellationToken.ThrowIfCancellationRequested();
            _isEmpty = false;
            try
            {
                checkpoints.Save(progress);
                rejects.Save(progress);
            }
            catch
            {
                // Half a state must not be committed.
                End();
                throw;
            }

            return default;
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail(exception, plan, "the state of the pipeline was not saved", cancellationToken);
        }
    }

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            CheckOpen();
            cancellationToken.ThrowIfCancellationRequested();
            transaction.Commit();
            _isBegun = false;
            return default;
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail(exception, plan, "the batch was not committed", cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            End();
            return default;
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(SessionErrors.Explain(exception, plan, "the batch was not rolled back"));
        }
    }

    public void Close() => _savepoint?.Dispose();

    private LoadResult Write(ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        var savepoint = _isEmpty ? null : _savepoint ??= new Savepoint(database);
        savepoint?.Set();
        try
        {
            var result = writer.Write(rows, cancellationToken);
            savepoint?.Release();
            _isEmpty = false;
            return result;
        }
        catch
        {
            Undo(savepoint);
            throw;
        }
    }

    private void Undo(Savepoint? savepoint)
    {
        if (!IsOpen)
        {
            _isBegun = false;
            return;
        }

        try
        {
            if (savepoint is null)
            {
                transaction.RollBack();
                transaction.Begin(immediate: true);
            }
            else
            {
                savepoint.RollBack();
            }
        }
        catch (SqliteException exception)
        {
            Log.TransactionLost(logger, plan.Table, exception);
            End();
        }
    }

    private void End()
    {
        if (_isBegun)
        {
            _isBegun = false;
            transaction.RollBack();
        }
    }

    private void CheckOpen()
    {
        if (!IsOpen)
        {
            throw new InvalidOperationException(
                $"SQLite {plan.Table}: the transaction is over: it was committed or rolled back, or SQLite has ended it because of an error. Nothing was written; "
                + "dispose it and begin another.");
        }
    }
}

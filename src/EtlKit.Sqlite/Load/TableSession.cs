namespace EtlKit.Sqlite;

/// <summary>A session that writes each batch into the table itself: Append, Upsert and InsertOrIgnore.</summary>
internal sealed class TableSession<T> : ITransactionalLoadSession<T>
{
    private readonly LoadPlan<T> _plan;
    private readonly Transaction _transaction;
    private readonly TableWriter<T> _writer;
    private readonly CheckpointStore _checkpoints;
    private readonly LockStore _lock;
    private readonly RejectTable _rejects;
    private readonly TableTransaction<T> _current;

    public TableSession(LoadPlan<T> plan, TableSchema schema, Database database, LoadContext context)
    {
        _plan = plan;
        Database = database;
        _transaction = new Transaction(database);
        _writer = new TableWriter<T>(plan, schema, database);
        _checkpoints = new CheckpointStore(database, _transaction, context.Pipeline, plan.Table, context.RunId);
        _rejects = new RejectTable(database, context, plan.Table);
        _lock = new LockStore(database, _transaction, context.Pipeline, plan.Table);
        _current = new TableTransaction<T>(plan, database, _transaction, _writer, _lock, _checkpoints, _rejects, context.Logger);
    }

    public Database Database { get; }

    public bool PrefersLargeBatches => _writer.PrefersLargeBatches;

    public ValueTask<IReadOnlyList<SourceCheckpoint>> ReadCheckpointsAsync(CancellationToken cancellationToken)
    {
        try
        {
            CheckIdle();
            cancellationToken.ThrowIfCancellationRequested();
            return new(_checkpoints.Read());
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail<T, IReadOnlyList<SourceCheckpoint>>(exception, _plan, "the checkpoints could not be read", cancellationToken);
        }
    }

    public ValueTask<RunLock?> ReadRunLockAsync(CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new(_lock.Read());
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail<T, RunLock?>(exception, _plan, "the run lock could not be read", cancellationToken);
        }
    }

    public ValueTask<ILoadTransaction<T>> BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            _current.Begin();
            return new(_current);
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail<T, ILoadTransaction<T>>(exception, _plan, "no transaction could be begun", cancellationToken);
        }
    }

    public ValueTask<LoadResult> LoadAsync(RowBatch<T> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            CheckIdle();
            return new(_transaction.Run(
                immediate: true, static (work, token) => work._writer.Write(work.batch.Memory, token), (_writer, batch), cancellationToken));
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail<T, LoadResult>(exception, _plan, SessionErrors.NotLoaded(batch.Number), cancellationToken);
        }
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            CheckIdle();
            Durability.Synced(Database, () => _transaction.Run(
                immediate: true,
                static (database, _) =>
                {
                    Durability.Touch(database);
                    return 0;
                },
                Database,
                cancellationToken));
            return default;
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail(exception, _plan, "what was loaded could not be synced to the disk", cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            // A pooled connection would take an open transaction, and its lock, to the next one who gets it.
            _transaction.RollBack();
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(SessionErrors.Explain(exception, _plan, "the batch was not rolled back"));
        }
        finally
        {
            Close();
        }

        return default;
    }

    private void Close()
    {
        _current.Close();
        _checkpoints.Dispose();
        _lock.Dispose();
        _rejects.Dispose();
        _writer.Dispose();
        _transaction.Dispose();
        Database.Dispose();
    }

    private void CheckIdle()
    {
        if (_current.IsOpen)
        {
            throw new InvalidOperationException($"SQLite {_plan.Table}: a transaction is open: commit or dispose it first.");
        }
    }
}

namespace EtlKit.Sqlite;

/// <summary>A session that writes each batch into the table itself: Append, Upsert and InsertOrIgnore.</summary>
internal sealed class TableSession<T>(LoadPlan<T> plan, TableSchema schema, Database database) : ILoadSession<T>
{
    private readonly Transaction _transaction = new(database);
    private readonly RowWriter<T> _writer = new(database, plan.Columns, rows => InsertSql.ForRows(plan, schema, rows));

    public Database Database => database;

    public ValueTask<LoadResult> LoadAsync(RowBatch<T> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            var changes = _transaction.Run(
                immediate: true,
                static (work, cancellationToken) => work._writer.Write(work.batch.Rows, cancellationToken),
                (_writer, batch),
                cancellationToken);
            return new(ToResult(batch.Count, changes));
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail<T, LoadResult>(exception, plan, SessionErrors.NotLoaded(batch.Number), cancellationToken);
        }
    }

    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            Durability.Synced(database, () => _transaction.Run(
                immediate: true,
                static (database, _) =>
                {
                    Durability.Touch(database);
                    return 0;
                },
                database,
                cancellationToken));
            return default;
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail(exception, plan, "what was loaded could not be synced to the disk", cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _transaction.Dispose();
        database.Dispose();
        return default;
    }

    // Rows that SQLite doesn't count were left alone: by ON CONFLICT, or by a trigger's RAISE(IGNORE).
    private LoadResult ToResult(long rows, long changes) =>
        plan.Mode == LoadMode.Upsert && (plan.SkipUnchanged || plan.Key.Length == plan.Columns.Length)
            ? new LoadResult(changes, Unchanged: rows - changes)
            : new LoadResult(changes, Ignored: rows - changes);
}

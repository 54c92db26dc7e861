namespace EtlKit.Sqlite;

/// <summary>
/// A session that gathers all rows in a staging table and swaps them in at the end, in one transaction.
/// </summary>
/// <remarks>
/// The staging table is a temporary one: SQLite keeps it in an unnamed file of its own that is gone when the process ends, however it ends; the
/// target's file doesn't grow by it and isn't locked while rows are staged. <c>temp_store</c> decides whether it may be memory instead.
/// </remarks>
internal sealed class ReplaceSession<T> : ILoadSession<T>
{
    private const string Staging = "temp.\"etlkit_staging\"";

    private readonly LoadPlan<T> _plan;
    private readonly TableSchema _schema;
    private readonly Database _database;
    private readonly Transaction _transaction;
    private readonly RowWriter<T> _writer;

    public ReplaceSession(LoadPlan<T> plan, TableSchema schema, Database database)
    {
        _plan = plan;
        _schema = schema;
        _database = database;

        // A pooled connection may still have the one of an earlier run.
        database.Execute($"DROP TABLE IF EXISTS {Staging}");

        // Without types: values stay as they are bound, and the target's types are applied when they get there.
        database.Execute($"CREATE TABLE {Staging} ({InsertSql.Names(plan.Columns)})");
        _transaction = new Transaction(database);
        _writer = new RowWriter<T>(database, plan.Columns, rows => InsertSql.ForStaging(plan, Staging, rows));
    }

    public bool LoadsAtCompletion => true;

    public ValueTask<LoadResult> LoadAsync(RowBatch<T> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            // Not immediate: that would lock the target's file, too.
            var changes = _transaction.Run(
                immediate: false,
                static (work, cancellationToken) => work._writer.Write(work.batch.Rows, cancellationToken),
                (_writer, batch),
                cancellationToken);
            return new(new LoadResult(changes));
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
            Durability.Synced(_database, () => _transaction.Run(immediate: true, static (session, _) => session.Swap(), this, cancellationToken));
            return default;
        }
        catch (Exception exception)
        {
            return SessionErrors.Fail(exception, _plan, "the table was not replaced", cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _transaction.Dispose();
        _database.Dispose();
        return default;
    }

    private int Swap()
    {
        // Rows of other tables that refer to a row which comes back are checked at the commit, not at the DELETE.
        _database.Execute("PRAGMA defer_foreign_keys = ON");
        _database.Execute($"DELETE FROM main.{SqliteName.Quote(_plan.Table)}");
        _database.Execute(InsertSql.FromStaging(_plan, _schema, Staging));

        // Another pipeline's checkpoints for this table tell of rows that have just been deleted.
        CheckpointStore.Forget(_database, _plan.Table);
        Durability.Touch(_database);
        return 0;
    }
}

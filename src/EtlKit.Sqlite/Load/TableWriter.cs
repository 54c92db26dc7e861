using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>Writes rows into the table within a transaction, and says what became of them.</summary>
internal sealed class TableWriter<T>(LoadPlan<T> plan, TableSchema schema, Database database) : IDisposable
{
    private readonly RowWriter<T> _rows = new(database, plan.Columns, rows => InsertSql.ForRows(plan, schema, rows));

    private readonly RowSorter<T>? _sorter = KeyOrder.IsSafe(database, plan, schema) ? new([.. plan.Key.Select(column => column.Column)]) : null;

    /// <summary>Whether more rows at once would be written faster: sorted by key, more of them fall on the same page.</summary>
    public bool PrefersLargeBatches => _sorter is { IsSorting: true };

    /// <summary>Writes rows. When it throws, some of them may have been written.</summary>
    public LoadResult Write(ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        var changes = Interrupt.Guard(database, static (work, token) => work.Writer.WriteRows(work.Rows.Span, token), (Writer: this, Rows: rows), cancellationToken);

        // A deferred foreign key would fail at the commit, and a commit can't say which rows are to blame.
        if (database.HasOpenForeignKeys)
        {
            throw new SqliteException("FOREIGN KEY constraint failed", raw.SQLITE_CONSTRAINT, raw.SQLITE_CONSTRAINT_FOREIGNKEY);
        }

        // Rows that SQLite doesn't count were left alone: by ON CONFLICT, or by a trigger's RAISE(IGNORE).
        return plan.Mode == LoadMode.Upsert && (plan.SkipUnchanged || plan.Key.Length == plan.Columns.Length)
            ? new LoadResult(changes, Unchanged: rows.Length - changes)
            : new LoadResult(changes, Ignored: rows.Length - changes);
    }

    public void Dispose() => _rows.Dispose();

    private long WriteRows(ReadOnlySpan<T> rows, CancellationToken cancellationToken)
    {
        if (_sorter is null)
        {
            return _rows.Write(rows, cancellationToken);
        }

        try
        {
            return _rows.Write(_sorter.Sort(rows), cancellationToken);
        }
        finally
        {
            _sorter.Clear();
        }
    }
}

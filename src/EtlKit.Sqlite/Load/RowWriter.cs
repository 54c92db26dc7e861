using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>Writes rows by two prepared statements: one that takes several rows, and one for the rows that are left over.</summary>
internal sealed class RowWriter<T> : IDisposable
{
    private readonly Database _database;
    private readonly Column<T>[] _columns;
    private readonly Statement _many;
    private readonly Statement _one;

    public RowWriter(Database database, IReadOnlyList<ColumnSpec<T>> columns, Func<int, string> insert)
    {
        _database = database;
        _columns = [.. columns.Select(column => column.Column)];
        var maxParameters = raw.sqlite3_limit(database.Handle, raw.SQLITE_LIMIT_VARIABLE_NUMBER, -1);
        RowsPerStatement = Math.Clamp(maxParameters / _columns.Length, 1, SqliteDefaults.RowsPerStatement);
        _many = database.Prepare(insert(RowsPerStatement));
        _one = database.Prepare(insert(1));
    }

    public int RowsPerStatement { get; }

    /// <summary>Writes the rows in their order.</summary>
    /// <returns>How many rows SQLite says it has inserted or updated.</returns>
    public long Write(ReadOnlySpan<T> rows, CancellationToken cancellationToken)
    {
        using var mutex = NativeSqlite.Enter(_database.Handle);
        long changes = 0;
        var size = RowsPerStatement;
        for (; rows.Length >= size; rows = rows[size..])
        {
            cancellationToken.ThrowIfCancellationRequested();
            changes += Write(_many, rows[..size]);
        }

        for (; !rows.IsEmpty; rows = rows[1..])
        {
            cancellationToken.ThrowIfCancellationRequested();
            changes += Write(_one, rows[..1]);
        }

        return changes;
    }

    public void Dispose()
    {
        _many.Dispose();
        _one.Dispose();
    }

    private int Write(Statement statement, ReadOnlySpan<T> rows)
    {
        Bind(statement.Parameters, rows);
        try
        {
            return statement.Execute();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_ERROR && statement.IsRight)
        {
            throw new RowException(exception);
        }
    }

    private void Bind(ParameterBinder parameters, ReadOnlySpan<T> rows)
    {
        var columns = _columns;
        var i = 0;
        parameters.BeginRows();
        try
        {
            for (; i < columns.Length; i++)
            {
                columns[i].Bind(parameters, rows, i + 1, columns.Length);
            }
        }
        catch (Exception exception) when (ColumnException.IsOfRow(exception))
        {
            throw new ColumnException(columns[i].Name, exception);
        }
    }
}

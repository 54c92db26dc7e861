using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Benchmarks;

/// <summary>The fastest writer known for a table: SQLite's own functions, several rows in a statement, no abstraction but the row.</summary>
internal abstract class RawTableWriter<TRow> : IDisposable
{
    private const int RowsPerStatement = 8;

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _many;
    private readonly sqlite3_stmt _one;
    private byte[] _text = new byte[1024];

    /// <param name="connection">An open connection, which is disposed together with the writer.</param>
    /// <param name="insert">Makes the statement that inserts so many rows.</param>
    protected RawTableWriter(SqliteConnection connection, Func<int, string> insert)
    {
        _connection = connection;
        _database = connection.Handle!;
        _many = Prepare(insert(RowsPerStatement));
        _one = Prepare(insert(1));
    }

    public void Write(ReadOnlySpan<TRow> batch)
    {
        Check(raw.sqlite3_exec(_database, "BEGIN IMMEDIATE"), raw.SQLITE_OK);
        for (; batch.Length >= RowsPerStatement; batch = batch[RowsPerStatement..])
        {
            Run(_many, batch[..RowsPerStatement]);
        }

        for (; !batch.IsEmpty; batch = batch[1..])
        {
            Run(_one, batch[..1]);
        }

        Check(raw.sqlite3_exec(_database, "COMMIT"), raw.SQLITE_OK);
    }

    public void Dispose()
    {
        _many.Dispose();
        _one.Dispose();
        _connection.Dispose();
    }

    /// <summary>Binds the values of a row.</summary>
    /// <param name="statement">To what.</param>
    /// <param name="parameter">The first parameter.</param>
    /// <param name="row">The row.</param>
    /// <returns>The parameter after the last.</returns>
    protected abstract int Bind(sqlite3_stmt statement, int parameter, in TRow row);

    protected void BindText(sqlite3_stmt statement, int parameter, string text)
    {
        if (Encoding.UTF8.GetMaxByteCount(text.Length) > _text.Length)
        {
            _text = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        }

        Check(raw.sqlite3_bind_text(statement, parameter, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text))), raw.SQLITE_OK);
    }

    protected void BindText(sqlite3_stmt statement, int parameter, ReadOnlySpan<byte> utf8) =>
        Check(raw.sqlite3_bind_text(statement, parameter, utf8), raw.SQLITE_OK);

    protected void Check(int code, int expected)
    {
        if (code != expected)
        {
            throw new InvalidOperationException(raw.sqlite3_errmsg(_database).utf8_to_string());
        }
    }

    private void Run(sqlite3_stmt statement, ReadOnlySpan<TRow> rows)
    {
        var parameter = 1;
        foreach (ref readonly var row in rows)
        {
            parameter = Bind(statement, parameter, in row);
        }

        Check(raw.sqlite3_step(statement), raw.SQLITE_DONE);
        Check(raw.sqlite3_reset(statement), raw.SQLITE_OK);
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement), raw.SQLITE_OK);
        return statement;
    }
}

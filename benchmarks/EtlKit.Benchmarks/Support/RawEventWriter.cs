using System.Text;
using CsvToSqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Benchmarks;

/// <summary>The fastest writer known for this table: SQLite's own functions, several rows in a statement, no abstraction at all.</summary>
internal sealed class RawEventWriter : IDisposable
{
    private const int RowsPerStatement = 8;

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _many;
    private readonly sqlite3_stmt _one;
    private readonly byte[] _text = new byte[1024];

    public RawEventWriter(string path, bool upsert)
    {
        _connection = EventTable.Open(path, withKey: upsert);
        _database = _connection.Handle!;
        _many = Prepare(EventTable.Insert(upsert, RowsPerStatement));
        _one = Prepare(EventTable.Insert(upsert, 1));
    }

    public void Write(ReadOnlySpan<Event> batch)
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

    private void Run(sqlite3_stmt statement, ReadOnlySpan<Event> rows)
    {
        var parameter = 1;
        foreach (ref readonly var row in rows)
        {
            BindText(statement, parameter++, row.Id);
            BindText(statement, parameter++, row.Timestamp);
            Check(raw.sqlite3_bind_double(statement, parameter++, row.Value), raw.SQLITE_OK);
            BindText(statement, parameter++, row.SourceFile);
        }

        Check(raw.sqlite3_step(statement), raw.SQLITE_DONE);
        Check(raw.sqlite3_reset(statement), raw.SQLITE_OK);
    }

    private void BindText(sqlite3_stmt statement, int parameter, string text) =>
        Check(raw.sqlite3_bind_text(statement, parameter, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text))), raw.SQLITE_OK);

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement), raw.SQLITE_OK);
        return statement;
    }

    private void Check(int code, int expected)
    {
        if (code != expected)
        {
            throw new InvalidOperationException(raw.sqlite3_errmsg(_database).utf8_to_string());
        }
    }
}

using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>
/// One connection, used through its own handle. Commands of Microsoft.Data.Sqlite wait for a lock for up to their timeout of 30 seconds, which can't be
/// cancelled; statements prepared here wait as long as <c>busy_timeout</c> says.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;

    public Database(string connectionString)
    {
        _connection = new SqliteConnection(connectionString);
        try
        {
            _connection.Open();
            Handle = _connection.Handle!;
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public sqlite3 Handle { get; }

    /// <summary>The database for messages: without the password that the connection string may hold.</summary>
    public string Name => ConnectionText.NameOf(_connection.DataSource);

    /// <summary>Whether a transaction is open. SQLite ends it by itself after some errors.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Whether a row refers to a missing one, which the commit would refuse. Never when foreign keys aren't enforced.</summary>
    public bool HasOpenForeignKeys
    {
        get
        {
            var code = raw.sqlite3_db_status(Handle, raw.SQLITE_DBSTATUS_DEFERRED_FKS, out var current, out _, resetFlg: 0);
            return code == raw.SQLITE_OK ? current != 0 : throw GetError(code);
        }
    }

    /// <summary>
    /// Checks that the file at the path is still the one that is open. On Unix a file can be deleted, moved or replaced while it is written to, and nobody would find what
    /// is written; SQLite notices that by itself only where it keeps a rollback journal.
    /// </summary>
    /// <exception cref="SqliteException">It is not.</exception>
    public void ThrowIfMoved()
    {
        if (NativeSqlite.HasMoved(Handle))
        {
            throw new SqliteException("the database file is no longer the one at its path", raw.SQLITE_READONLY, raw.SQLITE_READONLY_DBMOVED);
        }
    }

    public Statement Prepare(string sql) => new(this, sql);

    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        while (statement.Step())
        {
            // What a pragma answers isn't asked for here.
        }
    }

    /// <summary>Runs a query and returns its rows as text; the arguments are bound as text, too.</summary>
    public List<string?[]> Query(string sql, params ReadOnlySpan<string> arguments)
    {
        using var statement = Prepare(sql);
        for (var i = 0; i < arguments.Length; i++)
        {
            statement.Parameters.BindText(i + 1, arguments[i]);
        }

        var rows = new List<string?[]>();
        while (statement.Step())
        {
            rows.Add(statement.ReadTexts());
        }

        return rows;
    }

    public string? QueryText(string sql) => Query(sql) is [[var text, ..], ..] ? text : null;

    /// <summary>Makes an exception of the last error of this connection.</summary>
    public SqliteException GetError(int code)
    {
        var extended = raw.sqlite3_extended_errcode(Handle);
        return new SqliteException(LogText.Clean(raw.sqlite3_errmsg(Handle).utf8_to_string()), code & 0xFF, (extended & 0xFF) == (code & 0xFF) ? extended : code);
    }

    public void Dispose() => _connection.Dispose();
}

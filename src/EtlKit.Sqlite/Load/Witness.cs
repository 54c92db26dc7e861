using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>
/// A second connection, opened by the path of the database at the end of a run: it must be kept out by the lock of the first one, and see its last commit. When it isn't,
/// the file was deleted, moved or replaced, and the first connection has been writing to a file that nobody will find. SQLite notices that by itself only where it keeps a
/// rollback journal.
/// </summary>
/// <remarks>
/// Either check has a gap that the other one closes: where the file was replaced but its log was left, both connections share the log, and so the commit; and where the
/// new file is locked by a third connection, that looks like the lock of the first.
/// </remarks>
internal sealed class Witness : IDisposable
{
    private readonly Database _database;
    private readonly string? _version;

    private Witness(Database database)
    {
        _database = database;

        // It only looks: the file that it finds may have a log beside it that doesn't belong to it.
        _ = raw.sqlite3_db_config(database.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        _version = ReadVersion();
    }

    /// <summary>Opens it.</summary>
    /// <returns>Null when there is no file that a path leads to: in memory, and where a URI has parameters of its own.</returns>
    /// <exception cref="SqliteException">There is no database at the path any more.</exception>
    public static Witness? Of(Database database)
    {
        var path = database.FilePath;
        var connection = new SqliteConnectionStringBuilder(database.ConnectionString);
        if (path.Length == 0 || ConnectionText.NameOf(connection.DataSource) != connection.DataSource)
        {
            return null;
        }

        connection.DataSource = path;
        connection.Mode = SqliteOpenMode.ReadWrite;
        connection.Cache = SqliteCacheMode.Private;
        connection.Pooling = false;
        Database? second = null;
        try
        {
            second = new Database(connection.ToString());
            return new Witness(second);
        }
        catch (SqliteException exception)
        {
            second?.Dispose();
            throw Moved($"there is no such database at its path any more ({exception.Message.TrimEnd('.')})");
        }
    }

    /// <summary>To be called while the first connection holds the lock for writing.</summary>
    /// <exception cref="SqliteException">The lock is on another file.</exception>
    public void CheckLock()
    {
        try
        {
            _database.Execute("BEGIN IMMEDIATE");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_READONLY)
        {
            // As it should be; or the file was made read-only after it was opened, and nothing can be said.
            return;
        }

        throw Moved("another file is at its path");
    }

    /// <summary>To be called when the first connection has committed after this one was opened.</summary>
    /// <exception cref="SqliteException">The commit went elsewhere.</exception>
    public void CheckCommit()
    {
        if (_version is not null && ReadVersion() == _version)
        {
            throw Moved("another file is at its path");
        }
    }

    public void Dispose() => _database.Dispose();

    // SQLite counts the commits of others. Null while another connection keeps everyone out, as with locking_mode=EXCLUSIVE: then the file at the path is in use, at least.
    private string? ReadVersion()
    {
        try
        {
            return _database.QueryText("PRAGMA main.data_version");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_BUSY)
        {
            return null;
        }
    }

    private static SqliteException Moved(string what) =>
        new($"the database file is not where it was: {what}", raw.SQLITE_READONLY, raw.SQLITE_READONLY_DBMOVED);
}

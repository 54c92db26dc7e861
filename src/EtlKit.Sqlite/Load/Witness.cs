using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>
/// A second connection, opened by the path of the database at the end of a run: it must see the last commit. When it doesn't, the file was deleted, moved or replaced, and
/// the first connection has been writing to a file that nobody will find. SQLite notices that by itself only where it keeps a rollback journal.
/// </summary>
internal sealed class Witness : IDisposable
{
    private readonly Database _database;
    private readonly string? _version;

    private Witness(Database database)
    {
        _database = database;
        _version = ReadVersion();
    }

    /// <summary>Opens it, before the commit that it must see.</summary>
    /// <returns>Null when there is no file that a path leads to: in memory, and where a URI has parameters of its own.</returns>
    /// <exception cref="SqliteException">There is no database at the path any more.</exception>
    public static Witness? Of(Database database)
    {
        var path = database.FilePath;
        var connection = new SqliteConnectionStringBuilder(database.ConnectionString);
        if (path.Length == 0 || (connection.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && connection.DataSource.Contains('?', StringComparison.Ordinal)))
        {
            return null;
        }

        connection.DataSource = path;
        connection.Mode = SqliteOpenMode.ReadOnly;
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

    /// <summary>To be called after the commit.</summary>
    /// <exception cref="SqliteException">The commit went elsewhere.</exception>
    public void Check()
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

using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>Looks whether a database can be reached, and leaves it as it is.</summary>
/// <remarks>
/// The file is only ever opened by SQLite: to open and close it otherwise would take away the locks that this process has on it. A directory is tried with a file of its own,
/// which is gone when it is closed.
/// </remarks>
internal static class DatabaseProbe
{
    public static void Run(string connectionString)
    {
        var given = new SqliteConnectionStringBuilder(connectionString);
        if (given.Mode == SqliteOpenMode.Memory || given.DataSource.Length == 0 || given.DataSource == ":memory:")
        {
            return;
        }

        try
        {
            using var database = new Database(new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            _ = database.Query("SELECT 1 FROM sqlite_schema LIMIT 1");
        }
        catch (SqliteException exception) when (SqliteErrors.Classify(exception) == ErrorKind.Transient)
        {
            // Somebody has it locked, so it is there.
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_CANTOPEN && given.Mode == SqliteOpenMode.ReadWriteCreate && MayBeCreated(given.DataSource))
        {
            // The first run will create it.
        }
    }

    private static bool MayBeCreated(string path)
    {
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || path.Contains('|', StringComparison.Ordinal) || Path.Exists(path))
        {
            return false;
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            using var trial = new FileStream(
                Path.Combine(directory, $".etlkit-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>What errors of SQLite mean for a run, and what to do about them.</summary>
/// <remarks>
/// Every code of sqlite.org/rescode.html was looked at; those that aren't named here are fatal: SQLITE_INTERNAL, MISUSE, RANGE, NOTFOUND, FORMAT (a bug, of whomever),
/// PERM, AUTH, READONLY, CANTOPEN, FULL, NOLFS, IOERR, NOMEM (of the machine), CORRUPT, NOTADB (of the file), ABORT and INTERRUPT (ended by somebody else),
/// and ERROR, unless a row has caused it (<see cref="RowException"/>).
/// </remarks>
internal static class SqliteErrors
{
    public static ErrorKind Classify(Exception exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            switch (at)
            {
                case ColumnException or RowException:
                    return ErrorKind.Data;
                case SqliteException error:
                    return Classify(error.SqliteExtendedErrorCode);
                default:
                    continue;
            }
        }

        return ErrorKind.Fatal;
    }

    public static ErrorKind Classify(int extendedCode) => extendedCode switch
    {
        // The commit hook of a program has refused the commit, not a row.
        raw.SQLITE_CONSTRAINT_COMMITHOOK => ErrorKind.Fatal,
        _ => (extendedCode & 0xFF) switch
        {
            // PROTOCOL: others were faster to take the locks of the log, ten seconds long. SCHEMA: others went on changing the schema while a statement was to begin.
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL or raw.SQLITE_SCHEMA => ErrorKind.Transient,
            raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG => ErrorKind.Data,
            _ => ErrorKind.Fatal,
        },
    };

    public static SqliteException OfBinding(int code) => new(
        code switch
        {
            raw.SQLITE_TOOBIG => "a text or blob is larger than SQLite's limit",
            raw.SQLITE_NOMEM => "there is no memory for a value",
            _ => "a value can't be bound",
        },
        code);

    /// <summary>Says what was found and what to do.</summary>
    public static SqliteLoaderException Explain(SqliteException exception, string table, string database, string action) => new(
        Describe(exception, $"SQLite {LogText.Clean(table)}", database, action), table, exception);

    /// <summary>Explains an error met by a query: it stays what it is, but says what to do.</summary>
    public static SqliteException ExplainQuery(SqliteException exception, string source, string database, string action) => new(
        Describe(exception, $"SQLite {LogText.Clean(source)}", database, action), exception.SqliteErrorCode, exception.SqliteExtendedErrorCode);

    private static string Describe(SqliteException exception, string name, string database, string action) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: {action}: {exception.Message.TrimEnd('.')} (code {exception.SqliteExtendedErrorCode}). {Advise(exception)} The database is \"{LogText.Clean(database)}\".");

    private static string Advise(SqliteException exception) =>
        exception is RowException ? "An expression of the table or of its triggers fails for a row: nothing of the batch was stored. Mend or reject such rows in a transformer."
        : AdviseExtended(exception.SqliteExtendedErrorCode) ?? Advise(exception.SqliteErrorCode & 0xFF);

    private static string? AdviseExtended(int code) => code switch
    {
        raw.SQLITE_READONLY_DBMOVED =>
            "The file was deleted, moved or replaced while the run wrote to it: what this run has loaded is not in the file that is there now. Let nothing replace the file during a run, and run again.",
        raw.SQLITE_READONLY_ROLLBACK or raw.SQLITE_READONLY_RECOVERY =>
            "The database was left behind by a crash and must be recovered first, for which it must be writable: check the permissions of the file and of its directory.",
        raw.SQLITE_READONLY_CANTLOCK or SqliteCodes.ReadOnlyCantInit or SqliteCodes.ReadOnlyDirectory =>
            "SQLite can't write its own files beside the database: check the permissions of the directory, and those of the files -wal, -shm and -journal.",
        raw.SQLITE_CANTOPEN_ISDIR => "There is a directory of that name: name a file in the connection string.",
        raw.SQLITE_CANTOPEN_NOTEMPDIR => "There is no directory for temporary files: set SQLITE_TMPDIR to one that can be written.",
        raw.SQLITE_IOERR_NOMEM => Advise(raw.SQLITE_NOMEM),
        SqliteCodes.IoErrorData or SqliteCodes.IoErrorCorruptFileSystem => Advise(raw.SQLITE_CORRUPT),
        _ => null,
    };

    private static string Advise(int code) => code switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            "Another connection holds the lock: find the program that holds it and end its transaction. To wait longer, raise RetryTimeout of the pipeline.",
        raw.SQLITE_PROTOCOL or raw.SQLITE_SCHEMA => "Other connections are too busy with the database at this moment: run again when there are fewer.",
        raw.SQLITE_CONSTRAINT => "A row breaks a constraint of the table: nothing of the batch was stored. Mend or reject such rows in a transformer.",
        raw.SQLITE_MISMATCH => "A value doesn't fit the type of its column: nothing of the batch was stored. Give the column a type that fits.",
        raw.SQLITE_TOOBIG => "A text or blob is longer than SQLite's limit: nothing of the batch was stored. Reject such rows in a transformer.",
        raw.SQLITE_FULL => "The disk is full, or the database has reached max_page_count: make room, then run again.",
        raw.SQLITE_READONLY => "The database can't be written: check the permissions of the file, of its directory and of the files -wal and -shm beside it, and Mode in the connection string.",
        raw.SQLITE_CANTOPEN => "The file can't be opened: check that its directory exists, the permissions, and Mode in the connection string.",
        raw.SQLITE_NOTADB => "The file is not a SQLite database, or it is encrypted: check the path in the connection string.",
        raw.SQLITE_CORRUPT => "The file is damaged: look at it with PRAGMA integrity_check, and restore it from a backup.",
        raw.SQLITE_IOERR => "Reading or writing the file failed: check the disk, how full it is, and its file system; then run again.",
        raw.SQLITE_NOLFS => "The file has become larger than its file system takes: move it to another one.",
        raw.SQLITE_PERM or raw.SQLITE_AUTH => "Access was denied: check the permissions of the file.",
        raw.SQLITE_NOMEM => "There is no memory left: make batches smaller, or cache_size.",
        raw.SQLITE_ERROR => "If the table was changed while the run went on, run again: a run checks the table when it starts.",
        _ => "Running again won't help before the cause is mended.",
    };
}

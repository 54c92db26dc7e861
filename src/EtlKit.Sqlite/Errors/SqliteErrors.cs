using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>What errors of SQLite mean for a run, and what to do about them.</summary>
internal static class SqliteErrors
{
    public static ErrorKind Classify(int code) => (code & 0xFF) switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => ErrorKind.Transient,
        raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG => ErrorKind.Data,
        _ => ErrorKind.Fatal,
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
        $"SQLite {table}: {action}: {exception.Message.TrimEnd('.')}. {Advise(exception.SqliteErrorCode)} The database is \"{database}\".",
        table,
        exception);

    private static string Advise(int code) => (code & 0xFF) switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            "Another connection holds the lock: the call can be made again; if that doesn't help, end that connection's transaction or raise BusyTimeout.",
        raw.SQLITE_CONSTRAINT => "A row breaks a constraint of the table: nothing of the batch was stored. Mend or reject such rows in a transformer.",
        raw.SQLITE_MISMATCH => "A value doesn't fit the type of its column: nothing of the batch was stored. Give the column a type that fits.",
        raw.SQLITE_TOOBIG => "A text or blob is longer than SQLite's limit: nothing of the batch was stored. Reject such rows in a transformer.",
        raw.SQLITE_FULL => "The disk is full, or the database has reached max_page_count: make room, then run again.",
        raw.SQLITE_READONLY => "The database can't be written: check the permissions of the file and of its directory, and Mode in the connection string.",
        raw.SQLITE_CANTOPEN => "The file can't be opened: check that its directory exists, the permissions, and Mode in the connection string.",
        raw.SQLITE_NOTADB => "The file is not a SQLite database, or it is encrypted: check the path in the connection string.",
        raw.SQLITE_CORRUPT => "The file is damaged: look at it with PRAGMA integrity_check, and restore it from a backup.",
        raw.SQLITE_IOERR => "Reading or writing the file failed: check the disk and its file system.",
        raw.SQLITE_PERM or raw.SQLITE_AUTH => "Access was denied: check the permissions of the file.",
        raw.SQLITE_NOMEM => "There is no memory left: make batches smaller, or cache_size.",
        _ => "Running again won't help before the cause is mended.",
    };
}

using System.Collections.ObjectModel;

namespace EtlKit.Sqlite;

/// <summary>The defaults of the loader.</summary>
internal static class SqliteDefaults
{
    /// <summary>
    /// Rows in one INSERT statement. Measured: 8 rows are 1.35 times as fast as one; with 32 the statement's own overhead grows again.
    /// </summary>
    public const int RowsPerStatement = 8;

    public static readonly TimeSpan BusyTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The pages of a database that is made, in bytes. Measured: with 16 KiB instead of SQLite's 4 KiB, keys in no order and long keys are up to twice as fast, for there are fewer pages
    /// to read, log and copy back.
    /// </summary>
    public const int PageBytes = 16_384;

    public static readonly ReadOnlyDictionary<string, string?> Pragmas = new(new Dictionary<string, string?>
    {
        // Readers go on while a batch is written, and a commit costs no sync; CompleteAsync syncs once, at the end.
        ["journal_mode"] = "WAL",
        ["synchronous"] = "NORMAL",
    });
}

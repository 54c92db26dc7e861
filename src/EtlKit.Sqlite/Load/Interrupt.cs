using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>Stops a running statement when a token is cancelled.</summary>
internal static class Interrupt
{
    /// <summary>Dispose what it returns before the connection is closed: disposing waits for an interrupt that is on its way.</summary>
    public static CancellationTokenRegistration On(Database database, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), database.Handle);

    public static bool IsOf(Exception exception, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && exception is SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT };
}

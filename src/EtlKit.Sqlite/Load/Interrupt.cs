using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>Stops a running statement when a token is cancelled.</summary>
internal static class Interrupt
{
    /// <summary>Runs work that is interrupted when the token is cancelled.</summary>
    /// <param name="database">The connection that the work uses.</param>
    /// <param name="work">The work. Committing and rolling back are better left out of it: they end soon, and must not end halfway.</param>
    /// <param name="state">What the work gets, so that it needs no closure.</param>
    /// <param name="cancellationToken">Interrupts the work.</param>
    /// <exception cref="OperationCanceledException">The work was interrupted.</exception>
    public static TResult Guard<TState, TResult>(
        Database database, Func<TState, CancellationToken, TResult> work, TState state, CancellationToken cancellationToken)
    {
        // Disposing waits for an interrupt that is on its way, so that none hits what comes next.
        using var registration = cancellationToken.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), database.Handle);
        try
        {
            return work(state, cancellationToken);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The load was cancelled; what it had begun is undone.", exception, cancellationToken);
        }
    }
}

using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite;

/// <summary>Turns exceptions of a session into failed tasks.</summary>
internal static class SessionErrors
{
    public static string NotLoaded(long batch) => string.Create(CultureInfo.InvariantCulture, $"batch {batch} was not loaded");

    public static ValueTask<TResult> Fail<T, TResult>(Exception exception, LoadPlan<T> plan, string action, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<TResult>(cancellationToken)
            : ValueTask.FromException<TResult>(Explain(exception, plan, action));

    public static ValueTask Fail<T>(Exception exception, LoadPlan<T> plan, string action, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : ValueTask.FromException(Explain(exception, plan, action));

    public static Exception Explain<T>(Exception exception, LoadPlan<T> plan, string action) => exception is SqliteException error
        ? SqliteErrors.Explain(error, plan.Table, plan.Database, action)
        : exception;
}

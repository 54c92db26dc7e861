namespace EtlKit.Sqlite.Tests;

internal static class Transactions
{
    public static async Task<ITransactionalLoadSession<T>> OpenTransactionalAsync<T>(this ILoader<T> loader, string pipeline = "p", string run = "run") =>
        (ITransactionalLoadSession<T>)await loader.OpenAsync(new LoadContext { Pipeline = pipeline, RunId = run }, Sessions.Token);

    public static Task<ILoadTransaction<T>> BeginAsync<T>(this ITransactionalLoadSession<T> session) => session.BeginAsync(Sessions.Token).AsTask();

    public static Task<LoadResult> WriteAsync<T>(this ILoadTransaction<T> transaction, params T[] rows) => transaction.WriteAsync(rows, Sessions.Token).AsTask();

    public static Task CommitAsync<T>(this ILoadTransaction<T> transaction) => transaction.CommitAsync(Sessions.Token).AsTask();

    public static Task SaveAsync<T>(this ILoadTransaction<T> transaction, params SourceCheckpoint[] checkpoints) =>
        transaction.SaveAsync(new LoadProgress { Checkpoints = checkpoints }, Sessions.Token).AsTask();

    public static Task<IReadOnlyList<SourceCheckpoint>> ReadCheckpointsAsync<T>(this ITransactionalLoadSession<T> session) =>
        session.ReadCheckpointsAsync(Sessions.Token).AsTask();
}

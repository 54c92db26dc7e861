namespace EtlKit.Sqlite.Tests;

internal static class Sessions
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<ILoadSession<T>> OpenAsync<T>(this ILoader<T> loader) => loader.OpenAsync(new LoadContext(), Token).AsTask();

    public static Task<LoadResult> LoadAsync<T>(this ILoadSession<T> session, params T[] rows) => session.LoadAsync(new RowBatch<T>(rows), Token).AsTask();

    /// <summary>Opens, loads one batch, completes and closes.</summary>
    public static async Task<LoadResult> RunAsync<T>(this ILoader<T> loader, params T[] rows)
    {
        await using var session = await loader.OpenAsync();
        var result = await session.LoadAsync(rows);
        await session.CompleteAsync(Token);
        return result;
    }

    public static Event[] Events(int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(i => new Event($"e{i:D6}", "2024-01-01", i * 0.5, "a.csv"))];

    /// <summary>Rows of a source that breaks off.</summary>
    public static IEnumerable<Event> Break() => Enumerable.Range(0, 1).Select<int, Event>(_ => throw new IOException("connection lost"));

    public static SqliteLoaderOptions<Event> EventColumns(this SqliteLoaderOptions<Event> options) => options
        .Column("id", e => e.Id)
        .Column("ts", e => e.Timestamp)
        .Column("value", e => e.Value)
        .Column("source_file", e => e.SourceFile);
}

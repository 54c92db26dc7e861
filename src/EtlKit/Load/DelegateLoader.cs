namespace EtlKit;

/// <summary>The loader behind <see cref="Loader"/>; it has no state, so it is its own session.</summary>
internal sealed class DelegateLoader<TRow>(string name, Func<RowBatch<TRow>, CancellationToken, ValueTask<LoadResult>> load)
    : ILoader<TRow>, ILoadSession<TRow>
{
    public string Name => name;

    public ValueTask<ILoadSession<TRow>> OpenAsync(LoadContext context, CancellationToken cancellationToken) => new(this);

    public ValueTask<LoadResult> LoadAsync(RowBatch<TRow> batch, CancellationToken cancellationToken) => load(batch, cancellationToken);

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;
}

using EtlKit;

namespace HostTarget;

/// <summary>A loader whose target refuses every batch for its data, and which can't be narrowed down.</summary>
internal sealed class RefusingLoader : ILoader<int>, ILoadSession<int>
{
    public ValueTask<ILoadSession<int>> OpenAsync(LoadContext context, CancellationToken cancellationToken) => new(this);

    public ErrorKind Classify(Exception exception) => ErrorKind.Data;

    public ValueTask<LoadResult> LoadAsync(RowBatch<int> batch, CancellationToken cancellationToken) => throw new FormatException("a row is too long");

    public ValueTask CompleteAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;
}

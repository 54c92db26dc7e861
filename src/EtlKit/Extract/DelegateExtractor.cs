namespace EtlKit;

/// <summary>The extractor behind <see cref="Extractor.From{TRow}(string, Func{CancellationToken, IAsyncEnumerable{TRow}})"/>.</summary>
internal sealed class DelegateExtractor<TRow>(string name, Func<CancellationToken, IAsyncEnumerable<TRow>> open) : IExtractor<TRow>
{
    public string Name => name;

    public IAsyncEnumerable<TRow> ExtractAsync(CancellationToken cancellationToken) => open(cancellationToken);
}

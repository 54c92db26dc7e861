namespace EtlKit;

/// <summary>Makes extractors of sequences.</summary>
public static class Extractor
{
    /// <summary>Makes an extractor of a sequence, which is enumerated anew at every run.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="name">The name of the source. See <see cref="IExtractor{TRow}.Name"/>.</param>
    /// <param name="rows">The rows. A sequence that waits should be an asynchronous one: this one would hold a thread of the pool meanwhile.</param>
    /// <returns>The extractor.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static IExtractor<TRow> From<TRow>(string name, IEnumerable<TRow> rows)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(rows);
        return new SequenceExtractor<TRow>(name, rows);
    }

    /// <inheritdoc cref="From{TRow}(string, IEnumerable{TRow})"/>
    public static IExtractor<TRow> From<TRow>(string name, IAsyncEnumerable<TRow> rows)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(rows);
        return new DelegateExtractor<TRow>(name, _ => rows);
    }

    /// <summary>Makes an extractor of a function that opens the sequence, called once in every run.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="name">The name of the source. See <see cref="IExtractor{TRow}.Name"/>.</param>
    /// <param name="open">Opens the sequence; its token is cancelled when the run is to stop.</param>
    /// <returns>The extractor.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static IExtractor<TRow> From<TRow>(string name, Func<CancellationToken, IAsyncEnumerable<TRow>> open)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(open);
        return new DelegateExtractor<TRow>(name, open);
    }
}

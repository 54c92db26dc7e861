using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>Makes loaders of delegates.</summary>
public static class Loader
{
    /// <summary>Makes a loader of a delegate that loads a batch.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="name">What the loader is called in logs and reports.</param>
    /// <param name="load">Loads a batch, as a whole or not at all. See <see cref="ILoadSession{TRow}.LoadAsync"/>.</param>
    /// <returns>The loader. Every row of a batch whose call ends without an exception counts as loaded.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    // Preferred, so that a lambda that ends with "return default" means this one.
    [OverloadResolutionPriority(1)]
    public static ILoader<TRow> From<TRow>(string name, Func<RowBatch<TRow>, CancellationToken, ValueTask> load)
    {
        ArgumentNullException.ThrowIfNull(load);
        return From<TRow>(name, async (batch, cancellationToken) =>
        {
            await load(batch, cancellationToken).ConfigureAwait(false);
            return new LoadResult(batch.Count);
        });
    }

    /// <summary>Makes a loader of a delegate that loads a batch and says what became of its rows.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="name">What the loader is called in logs and reports.</param>
    /// <param name="load">Loads a batch, as a whole or not at all. See <see cref="ILoadSession{TRow}.LoadAsync"/>.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static ILoader<TRow> From<TRow>(string name, Func<RowBatch<TRow>, CancellationToken, ValueTask<LoadResult>> load)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(load);
        return new DelegateLoader<TRow>(name, load);
    }
}

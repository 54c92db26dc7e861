namespace EtlKit;

/// <summary>An extractor that can read a row from its raw text alone, so that rows which it or a transformer rejected can be replayed.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
public interface IReplayableExtractor<TRow> : IExtractor<TRow>
{
    /// <summary>Opens a parser.</summary>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    /// <returns>
    /// Makes a row of a raw text, as <see cref="Rejection.RawText"/> or <see cref="IRawTextSource.RawText"/> gave it, or rejects it again. It is used by one
    /// producer only, and disposed after use if it is disposable.
    /// </returns>
    /// <remarks>An exception fails the source: its dead letters stay as they are.</remarks>
    ValueTask<ITransformer<string, TRow>> OpenParserAsync(CancellationToken cancellationToken);
}

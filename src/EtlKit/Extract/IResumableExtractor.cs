namespace EtlKit;

/// <summary>An extractor that knows where it is in its source, can start in the middle, and can reject a bad row by itself.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
/// <remarks>A pipeline reads such an extractor through <see cref="ExtractFromAsync"/> and never calls <see cref="IExtractor{TRow}.ExtractAsync"/>.</remarks>
public interface IResumableExtractor<TRow> : IExtractor<TRow>
{
    /// <summary>Takes the fingerprint of the source, by which a later run tells whether it has changed.</summary>
    /// <param name="position">
    /// A position up to which the source was read. The hashes cover what lies before it, so that a source which has grown keeps them; where
    /// <see cref="SourcePosition.Bytes"/> is unknown they cover the source as a whole.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    /// <returns>The fingerprint; null, the default, when the source has nothing that would tell, or is shorter than <paramref name="position"/>.</returns>
    /// <remarks>Called by the writer as a batch is committed, and before the source is read again; possibly while it is being read.</remarks>
    ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken) => new((SourceFingerprint?)null);

    /// <summary>Reads the source from a position.</summary>
    /// <param name="start">
    /// Where to start: <see cref="SourcePosition.Start"/>, or the <see cref="Extracted{TRow}.Position"/> of an item read earlier from the same
    /// unchanged source; the first item is then the one that followed it.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the run is to stop; the sequence should end soon after, by throwing or by ending.</param>
    /// <returns>The rows and rejections, in the order of the source, each with the position after it.</returns>
    IAsyncEnumerable<Extracted<TRow>> ExtractFromAsync(SourcePosition start, CancellationToken cancellationToken);
}

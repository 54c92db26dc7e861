namespace EtlKit;

/// <summary>An extractor that knows where it is in its source, can start in the middle, and can reject a bad row by itself.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
/// <remarks>A pipeline reads such an extractor through <see cref="ExtractFromAsync"/> and never calls <see cref="IExtractor{TRow}.ExtractAsync"/>.</remarks>
public interface IResumableExtractor<TRow> : IExtractor<TRow>
{
    /// <summary>Reads the source from a position.</summary>
    /// <param name="start">
    /// Where to start: <see cref="SourcePosition.Start"/>, or the <see cref="Extracted{TRow}.Position"/> of an item read earlier from the same
    /// unchanged source; the first item is then the one that followed it.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the run is to stop; the sequence should end soon after, by throwing or by ending.</param>
    /// <returns>The rows and rejections, in the order of the source, each with the position after it.</returns>
    IAsyncEnumerable<Extracted<TRow>> ExtractFromAsync(SourcePosition start, CancellationToken cancellationToken);
}

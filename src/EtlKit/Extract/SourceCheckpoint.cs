namespace EtlKit;

/// <summary>How far the rows of one source are decided (loaded, filtered or rejected) and committed. Immutable.</summary>
/// <param name="Source">The name of the source. See <see cref="IExtractor{TRow}.Name"/>.</param>
/// <param name="Position">The position before the row at which to go on.</param>
/// <param name="Outcomes">
/// How many outcomes of that row are committed already: rows that were made of it, rejects, or its being filtered. They come first again when the row is
/// transformed again, and are left out then.
/// </param>
/// <param name="IsFinished">Whether the source was read to its end.</param>
/// <param name="Rejected">How many rows of the source were rejected since the last run that completed.</param>
/// <param name="Fingerprint">The source as it was at <paramref name="Position"/>; null when its extractor can't tell.</param>
public sealed record SourceCheckpoint(
    string Source, SourcePosition Position, int Outcomes, bool IsFinished, long Rejected, SourceFingerprint? Fingerprint);

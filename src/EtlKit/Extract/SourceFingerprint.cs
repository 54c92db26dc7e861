namespace EtlKit;

/// <summary>What tells, without reading a source as a whole, whether it is still the one that was read before.</summary>
/// <param name="Length">The length of the source, in bytes.</param>
/// <param name="ModifiedAt">When the source was last modified; null when that isn't known.</param>
/// <param name="Head">A hash of the first block of what lies before the position for which the fingerprint was taken.</param>
/// <param name="Tail">A hash of the last block of what lies before that position.</param>
/// <remarks>A change in the middle that leaves length and time as they are goes unnoticed.</remarks>
public sealed record SourceFingerprint(long Length, DateTimeOffset? ModifiedAt, string Head, string Tail);

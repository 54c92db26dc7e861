namespace EtlKit;

/// <summary>How much a sequence of extractors will give. Immutable.</summary>
/// <param name="Sources">How many sources.</param>
/// <param name="Bytes">How many bytes they have together, as stored; <see langword="null"/> when that isn't known of all of them.</param>
public sealed record SequenceSize(int Sources, long? Bytes = null);

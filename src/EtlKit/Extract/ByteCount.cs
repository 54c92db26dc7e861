namespace EtlKit;

/// <summary>The bytes of a source.</summary>
/// <param name="Read">How many lie before the place up to which it is read.</param>
/// <param name="PassedOver">How many of them an earlier run has read, and this one hasn't.</param>
/// <param name="Length">How many it has; null when that isn't known.</param>
internal readonly record struct ByteCount(long Read, long PassedOver, long? Length);

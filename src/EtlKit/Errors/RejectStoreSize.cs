namespace EtlKit;

/// <summary>How much a store of rejects holds, those included that were replayed.</summary>
/// <param name="Rejects">How many rejects.</param>
/// <param name="Bytes">About how many bytes they take.</param>
public readonly record struct RejectStoreSize(long Rejects, long Bytes);

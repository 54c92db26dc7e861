namespace EtlKit.Comparison;

/// <summary>What tables made of the files must hold.</summary>
/// <param name="Events">The events, without the bad rows.</param>
/// <param name="Ids">The ids of all rows, the bad ones with them, as a program stores them that looks at nothing.</param>
internal readonly record struct EventDigests(TableDigest Events, TableDigest Ids);

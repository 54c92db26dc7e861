namespace EtlKit.Comparison;

/// <summary>What must be in a table.</summary>
/// <param name="Query">Selects the columns that are compared.</param>
/// <param name="Expected">Gives the digest of the rows that must be there; it is called when the data have been prepared.</param>
internal sealed record TableCheck(string Query, Func<TableDigest> Expected);

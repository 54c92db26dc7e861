namespace EtlKit;

/// <summary>Where a row of a batch stands in its source.</summary>
internal readonly record struct RowOrigin(long RowNumber, long LineNumber);

namespace EtlKit;

/// <summary>Where a row of a batch stands in its source; of a dead letter that is replayed, its id in the place of the row's number.</summary>
internal readonly record struct RowOrigin(long RowNumber, long LineNumber);

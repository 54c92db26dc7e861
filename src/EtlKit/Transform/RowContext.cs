namespace EtlKit;

/// <summary>Where a row comes from.</summary>
/// <param name="Source">The name of its source. See <see cref="IExtractor{TRow}.Name"/>.</param>
/// <param name="RowNumber">Its 1-based number among the rows of the source; rejected ones count.</param>
/// <param name="LineNumber">The 1-based number of the line on which it begins; 0 when the source has no lines.</param>
public readonly record struct RowContext(string Source, long RowNumber, long LineNumber = 0);

namespace EtlKit;

/// <summary>A row of a batch that the target refuses.</summary>
/// <param name="Index">Its 0-based index in the batch.</param>
/// <param name="Rejection">Why.</param>
internal readonly record struct RefusedRow(int Index, Rejection Rejection);

namespace EtlKit;

/// <summary>What became of the rows of a batch.</summary>
/// <param name="Result">The rows that the target took.</param>
/// <param name="Rejects">All rejects of the batch: those that came with its rows, and the rows that the target refused.</param>
internal readonly record struct BatchOutcome(LoadResult Result, RejectList Rejects);

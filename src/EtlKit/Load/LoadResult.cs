namespace EtlKit;

/// <summary>What became of the rows of a batch.</summary>
/// <param name="Loaded">How many rows were inserted or have changed a row of the target.</param>
/// <param name="Unchanged">How many rows were already there with the same values, and were not written.</param>
/// <param name="Ignored">How many rows the target was told to ignore, such as those whose key it already has.</param>
public readonly record struct LoadResult(long Loaded, long Unchanged = 0, long Ignored = 0);

namespace EtlKit;

/// <summary>
/// Tells how large rows are. A loader that implements it lets the pipeline hold batches and chunks to <see cref="PipelineOptions.MaxBatchBytes"/>, and large batches to
/// <see cref="PipelineOptions.MaxLargeBatchBytes"/>.
/// </summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
public interface IRowSizer<in TRow>
{
    /// <summary>Estimates how many bytes of memory a row holds on to.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The size in bytes; an estimate within a factor of two is good enough.</returns>
    /// <remarks>
    /// Producers call it for every row, concurrently: it must be safe for that, and fast, and so must be the delegates that it calls.
    /// </remarks>
    int GetSize(TRow row);
}

namespace EtlKit;

/// <summary>
/// Implemented by a sequence of extractors that can tell how much it will give without being enumerated, such as the files of a directory, so that progress has a
/// total from the start.
/// </summary>
/// <remarks>Without it, the total is known when the last source has been listed. A collection tells how many sources it has by its count.</remarks>
public interface ISizedSequence
{
    /// <summary>Measures the sources that the sequence would give now.</summary>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    /// <returns>How much there is; <see langword="null"/> when that can't be told.</returns>
    /// <remarks>
    /// Called once in a run that reports progress, before any source is read: it should take no longer than listing files does. An exception is logged, and the
    /// total stays unknown.
    /// </remarks>
    ValueTask<SequenceSize?> MeasureAsync(CancellationToken cancellationToken);
}

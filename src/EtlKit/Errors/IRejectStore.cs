namespace EtlKit;

/// <summary>
/// Implemented by a loader that can keep rejects in its target. Its sessions store them in the transaction of their batch
/// (<see cref="LoadProgress.Rejects"/>); this interface reads them back.
/// </summary>
/// <remarks>Used while a run of the pipeline goes on: reading must not use the connection of the session, and must not keep it from writing.</remarks>
public interface IRejectStore
{
    /// <summary>Says how much is stored for a pipeline. Called once in each run that stores rejects, before the first row is extracted.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    /// <returns>The size; zero when nothing was ever stored.</returns>
    ValueTask<RejectStoreSize> MeasureRejectsAsync(string pipeline, CancellationToken cancellationToken);

    /// <summary>Lists the sources of the rejects of a pipeline that were not replayed, each once.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    /// <returns>The names of the sources.</returns>
    IAsyncEnumerable<string> ListRejectedSourcesAsync(string pipeline, CancellationToken cancellationToken);

    /// <summary>Reads the rejects of one source that were not replayed, in the order of their ids; those that are stored while it reads are left out.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="source">The name of the source.</param>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    /// <returns>The dead letters.</returns>
    IAsyncEnumerable<DeadLetter> ReadRejectsAsync(string pipeline, string source, CancellationToken cancellationToken);
}

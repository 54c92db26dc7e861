namespace EtlKit;

/// <summary>Reads the rows of one source: a file, a query, a partition.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
/// <remarks>
/// A producer calls <see cref="ExtractAsync"/> once in a run and reads the rows one after the other, never concurrently. Different
/// extractors of a pipeline are read concurrently, so state that they share must be safe for that.
/// <para>
/// An exception from the sequence means that the source has failed: the rows before it are loaded, the other sources go on, and the run
/// ends as <see cref="PipelineStatus.Failed"/>. A source that can tell a bad row from a broken source implements
/// <see cref="IResumableExtractor{TRow}"/> and rejects the row instead.
/// </para>
/// </remarks>
public interface IExtractor<TRow>
{
    /// <summary>Gets the name that identifies the source in logs, reports and rejects, relative to its root, such as <c>2024/events.csv</c>.</summary>
    /// <value>Never empty, and the same at every run. Two sources of one run must not have the same name: the second one fails.</value>
    string Name { get; }

    /// <summary>Reads the source from its start.</summary>
    /// <param name="cancellationToken">Cancelled when the run is to stop; the sequence should end soon after, by throwing or by ending.</param>
    /// <returns>The rows, in the order of the source.</returns>
    IAsyncEnumerable<TRow> ExtractAsync(CancellationToken cancellationToken);
}

namespace EtlKit;

/// <summary>What a run did with one source.</summary>
public sealed record SourceReport
{
    /// <summary>Gets the name of the source.</summary>
    public required string Name { get; init; }

    /// <summary>Gets how far the run came with it.</summary>
    public SourceStatus Status { get; init; }

    /// <summary>
    /// Gets after how many rows the run went on with the source, because a checkpoint says that an earlier run has loaded them. Of the last of them, what was made of
    /// it may have been loaded in part; the run has loaded the rest.
    /// </summary>
    /// <value>0 when the source was read from its start.</value>
    public long ResumedAfter { get; init; }

    /// <summary>Gets how many rows its extractor gave, rejected ones included.</summary>
    public long Extracted { get; init; }

    /// <summary>Gets how many rows more <c>TransformMany</c> made than it was given.</summary>
    public long Expanded { get; init; }

    /// <summary>Gets how many of its rows are in batches that were loaded, whether the target was changed by them or not.</summary>
    public long Written { get; init; }

    /// <summary>Gets how many of its rows a transformer dropped on purpose.</summary>
    public long Filtered { get; init; }

    /// <summary>Gets how many of its rows extract, transform or load refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Gets why the source has failed.</summary>
    /// <value><see langword="null"/> when it has not.</value>
    public Exception? Failure { get; init; }
}

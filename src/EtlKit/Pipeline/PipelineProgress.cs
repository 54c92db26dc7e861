namespace EtlKit;

/// <summary>How far a run has come. Immutable. What isn't known is <see langword="null"/>, never a guess.</summary>
/// <remarks>
/// Bytes are those of the sources as they are stored: of a compressed file, the compressed ones. What earlier runs have read of a source that is gone on with, or is
/// skipped because it has not changed, counts as read: the total is that of the whole job. It doesn't count for the rate.
/// </remarks>
public sealed record PipelineProgress
{
    /// <summary>Gets how long the run has been going on.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Gets how many rows the extractors have given.</summary>
    public long Extracted { get; init; }

    /// <summary>Gets how many rows are in batches that were loaded, whether they changed the target or not.</summary>
    public long Written { get; init; }

    /// <summary>Gets how many rows a transformer dropped on purpose, counted as their batch is committed.</summary>
    public long Filtered { get; init; }

    /// <summary>Gets how many rows were rejected, counted as their batch is committed.</summary>
    public long Rejected { get; init; }

    /// <summary>Gets how many rows a second the extractors have given of late.</summary>
    /// <value><see langword="null"/> until the run has gone on for a second. It is taken over the last ten seconds or so.</value>
    public double? RowsPerSecond { get; init; }

    /// <summary>Gets how many sources were begun.</summary>
    public int SourcesListed { get; init; }

    /// <summary>Gets how many sources were read to their end.</summary>
    public int SourcesCompleted { get; init; }

    /// <summary>Gets how many sources were not read, because they have not changed.</summary>
    public int SourcesSkipped { get; init; }

    /// <summary>Gets how many sources have failed.</summary>
    public int SourcesFailed { get; init; }

    /// <summary>Gets how many sources there are.</summary>
    /// <value><see langword="null"/> while the sequence of extractors has more to give and can't tell how many. See <see cref="ISizedSequence"/>.</value>
    public int? SourcesTotal { get; init; }

    /// <summary>Gets how many bytes of the sources were read.</summary>
    /// <value><see langword="null"/> when no source tells. See <see cref="ISizedSource"/>.</value>
    public long? BytesRead { get; init; }

    /// <summary>Gets how many bytes the sources have.</summary>
    /// <value><see langword="null"/> unless it is known of all of them.</value>
    public long? BytesTotal { get; init; }

    /// <summary>Gets how many bytes a second were read of late.</summary>
    /// <value><see langword="null"/> when no source tells, or until the run has gone on for a second.</value>
    public double? BytesPerSecond { get; init; }

    /// <summary>Gets how long it takes to read what is left, at the rate of late.</summary>
    /// <value><see langword="null"/> when the total or the rate isn't known, or nothing was read of late.</value>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Gets which part of the bytes was read, from 0 to 1.</summary>
    /// <value><see langword="null"/> when the total isn't known or is 0.</value>
    public double? Fraction => BytesTotal is > 0 and var total && BytesRead is { } read ? (double)read / total : null;

    /// <summary>Makes one line for people to read.</summary>
    /// <returns>The line, without what isn't known.</returns>
    public override string ToString() => ProgressText.Write(this);
}

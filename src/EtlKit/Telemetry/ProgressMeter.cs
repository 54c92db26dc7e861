namespace EtlKit;

/// <summary>Makes progress of what is counted: with totals as far as they are known, and rates. Used by the writer only.</summary>
internal sealed class ProgressMeter
{
    private readonly RateWindow _window = new();

    /// <summary>What the sequence of extractors says it will give; null when it can't tell. Set before the writer begins.</summary>
    public SequenceSize? Size { get; set; }

    /// <param name="elapsed">How long the run has been going on.</param>
    /// <param name="rows">What has become of the rows.</param>
    /// <param name="sources">What has become of the sources.</param>
    /// <param name="bytes">The bytes of the sources that were listed.</param>
    /// <param name="listingHasEnded">Whether there will be no further source.</param>
    public PipelineProgress Measure(TimeSpan elapsed, LoadCounts rows, in SourceTotals sources, in ByteTotals bytes, bool listingHasEnded)
    {
        var rates = _window.Note(elapsed, sources.Extracted, bytes.Read);
        var sourcesTotal = listingHasEnded ? sources.Listed : Size is { } size ? Math.Max(size.Sources, sources.Listed) : (int?)null;
        var bytesTotal = TotalOf(bytes, isComplete: sourcesTotal == sources.Listed);
        var bytesPerSecond = bytes.HasBytes ? rates?.Bytes : null;
        return new PipelineProgress
        {
            Elapsed = elapsed,
            Extracted = sources.Extracted,
            Written = rows.Loaded + rows.Unchanged + rows.Ignored,
            Filtered = rows.Filtered,
            Rejected = rows.Rejected,
            RowsPerSecond = rates?.Rows,
            SourcesListed = sources.Listed,
            SourcesCompleted = sources.Completed,
            SourcesSkipped = sources.Skipped,
            SourcesFailed = sources.Failed,
            SourcesTotal = sourcesTotal,
            BytesRead = bytes.HasBytes ? bytes.Done : null,
            BytesTotal = bytesTotal,
            BytesPerSecond = bytesPerSecond,
            Remaining = bytesTotal is { } total ? RemainingOf(total - bytes.Done - bytes.Lost, bytesPerSecond) : null,
        };
    }

    /// <summary>When every source is listed, their lengths are the total; until then, what the sequence says of all of them.</summary>
    private long? TotalOf(in ByteTotals bytes, bool isComplete) => !bytes.HasBytes ? null
        : isComplete && bytes.IsComplete ? bytes.Length
        : Size?.Bytes is { } total ? Math.Max(total, bytes.Length)
        : null;

    private static TimeSpan? RemainingOf(long left, double? perSecond) => left <= 0 ? TimeSpan.Zero
        : perSecond is > 0 and var rate && left / rate < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(left / rate)
        : null;
}

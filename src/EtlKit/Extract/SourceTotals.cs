namespace EtlKit;

/// <summary>What has become of the sources of a run, all together.</summary>
internal record struct SourceTotals
{
    public int Listed { get; private set; }

    public int Completed { get; private set; }

    public int Skipped { get; private set; }

    public int Failed { get; private set; }

    public long Extracted { get; private set; }

    public long Expanded { get; private set; }

    /// <summary>Rows that were read over.</summary>
    public long RowsSkipped { get; private set; }

    public void Add(SourceRun source)
    {
        Listed++;
        Completed += source.Status == SourceStatus.Completed ? 1 : 0;
        Skipped += source.Status == SourceStatus.Skipped ? 1 : 0;
        Failed += source.Status == SourceStatus.Failed ? 1 : 0;
        Extracted += source.Extracted;
        Expanded += source.Expanded;
        RowsSkipped += source.Skipped;
    }
}

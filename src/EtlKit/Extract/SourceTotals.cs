namespace EtlKit;

/// <summary>What has become of the sources of a run, all together.</summary>
internal record struct SourceTotals
{
    public int Listed { get; private set; }

    public int Completed { get; private set; }

    public int Skipped { get; private set; }

    public int Failed { get; private set; }

    public readonly int Unfinished => Listed - Completed - Skipped - Failed;

    public long Extracted { get; private set; }

    public long Expanded { get; private set; }

    /// <summary>As <see cref="Extracted"/>, without what may still go down: the rows of sources whose outcomes of earlier runs are still to be left out.</summary>
    public long SettledExtracted { get; private set; }

    public long SettledExpanded { get; private set; }

    /// <summary>Rows that were read over.</summary>
    public long RowsSkipped { get; private set; }

    public static SourceTotals Of(IReadOnlyList<SourceReport> reports)
    {
        var totals = default(SourceTotals);
        foreach (var report in reports)
        {
            totals.Add(report.Status);
        }

        return totals;
    }

    public void Add(SourceRun source)
    {
        Add(source.Status);
        if (source.HasLeftOutAll)
        {
            SettledExtracted += source.Extracted;
            SettledExpanded += source.Expanded;
        }

        Extracted += source.Extracted;
        Expanded += source.Expanded;
        RowsSkipped += source.Skipped;
    }

    private void Add(SourceStatus status)
    {
        Listed++;
        Completed += status == SourceStatus.Completed ? 1 : 0;
        Skipped += status == SourceStatus.Skipped ? 1 : 0;
        Failed += status == SourceStatus.Failed ? 1 : 0;
    }
}

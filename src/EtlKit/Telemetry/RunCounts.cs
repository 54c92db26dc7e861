namespace EtlKit;

/// <summary>All that a run has counted so far.</summary>
internal readonly record struct RunCounts(RowLedger Rows, SourceTotals Sources, long BytesRead, TimeSpan ProducerWait, TimeSpan WriterWait)
{
    /// <summary>Takes what a report says.</summary>
    public static RunCounts Of(PipelineReport report, long bytesRead) =>
        new(report.Rows, SourceTotals.Of(report.Sources), bytesRead, report.ProducerWait, report.WriterWait);
}

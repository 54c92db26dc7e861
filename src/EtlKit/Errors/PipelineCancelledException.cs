namespace EtlKit;

/// <summary>A run was cancelled, and has committed what it held as far as <see cref="PipelineOptions.DrainTimeout"/> allowed.</summary>
public sealed class PipelineCancelledException : OperationCanceledException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="report">What the run did until then.</param>
    /// <param name="cancellationToken">The token that cancelled it.</param>
    public PipelineCancelledException(PipelineReport report, CancellationToken cancellationToken)
        : base(MessageFor(report), cancellationToken) =>
        Report = report;

    /// <summary>Gets what the run did until it was cancelled.</summary>
    public PipelineReport Report { get; }

    private static string MessageFor(PipelineReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var abandoned = report.Abandoned.Count == 0 ? "" : $" Abandoned, because it did not end in time: {string.Join("; ", report.Abandoned)}.";
        return FormattableString.Invariant(
            $"Pipeline '{report.Pipeline}' was cancelled with {report.Rows.Loaded} rows loaded and {report.Rows.Unfinished} unfinished.{abandoned}");
    }
}

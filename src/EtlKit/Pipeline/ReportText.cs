using System.Globalization;
using System.Text;

namespace EtlKit;

/// <summary>Writes a report as text.</summary>
internal static class ReportText
{
    private const int MaxSources = 20;
    private const int MaxReasons = 10;

    public static string Write(PipelineReport report)
    {
        var text = new StringBuilder();
        var rows = report.Rows;
        Line(text, $"Pipeline {LogText.Clean(report.Pipeline)}: {WordsFor(report.Status)} in {report.Duration.TotalSeconds:N3} s (run {report.RunId})");
        Line(text, $"  rows      {rows.Extracted:N0} extracted{Part(rows.Expanded, "more by expansion")} = {rows.Loaded:N0} loaded{Part(rows.Unchanged, "unchanged")}{Part(rows.Ignored, "ignored")}{Part(rows.Filtered, "filtered")}{Part(rows.Rejected, "rejected")}{Part(rows.Unfinished, "unfinished")}");
        Line(text, $"  speed     {report.RowsPerSecond:N0} rows/s in {report.Batches:N0} batches, {report.Retries:N0} retries; {report.Bottleneck}");

        foreach (var source in report.Sources.Take(MaxSources))
        {
            Line(text, $"  source    {LogText.Clean(source.Name)}: {source.Extracted:N0} extracted, {source.Written:N0} written{Part(source.Filtered, "filtered", ", ")}{Part(source.Rejected, "rejected", ", ")}{StateOf(source)}");
        }

        if (report.Sources.Count > MaxSources)
        {
            Line(text, $"  source    … and {report.Sources.Count - MaxSources:N0} more");
        }

        foreach (var (reason, count) in report.RejectsByReason.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MaxReasons))
        {
            Line(text, $"  rejected  {count:N0} × {LogText.Clean(reason)}");
        }

        foreach (var call in report.Abandoned)
        {
            Line(text, $"  abandoned {LogText.Clean(call)}");
        }

        if (report.Failure is { } failure)
        {
            Line(text, $"  failure   {LogText.Clean(failure)}");
        }

        return text.ToString(0, text.Length - 1);
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Part(long count, string what, string separator = " + ") =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{separator}{count:N0} {what}");

    private static string StateOf(SourceReport source) => source.Status switch
    {
        SourceStatus.Completed => source.ResumedAfter > 0 ? string.Create(CultureInfo.InvariantCulture, $", resumed after row {source.ResumedAfter:N0}") : "",
        SourceStatus.Skipped => ", skipped: unchanged since it was read",
        SourceStatus.Failed => $", FAILED: {LogText.Clean(source.Failure?.Message ?? "")}",
        _ => ", unfinished",
    };

    private static string WordsFor(PipelineStatus status) => status switch
    {
        PipelineStatus.Succeeded => "succeeded",
        PipelineStatus.SucceededWithRejects => "succeeded with rejects",
        PipelineStatus.Cancelled => "cancelled",
        _ => "FAILED",
    };
}

using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Reports progress, not more often than a person can read. Used by the writer only.</summary>
internal sealed class ProgressReporter(
    IProgress<PipelineProgress>? progress, Func<PipelineProgress> look, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long? _reportedAt;
    private bool _failed;

    /// <summary>Whether anybody is to be told.</summary>
    public bool IsOn => progress is not null;

    public void Report()
    {
        if (_reportedAt is not { } last || time.GetElapsedTime(last) >= Interval)
        {
            ReportLast();
        }
    }

    /// <summary>Reports how it ended, however short a time ago the report before was.</summary>
    public void ReportLast()
    {
        if (progress is null || _failed)
        {
            return;
        }

        _reportedAt = time.GetTimestamp();
        try
        {
            progress.Report(look());
        }
        catch (Exception exception)
        {
            _failed = true;
            Log.ProgressFailed(logger, exception);
        }
    }
}

using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Every message that the core logs.</summary>
internal static partial class Log
{
    // Pipeline

    [LoggerMessage(EventIds.RunStarted, LogLevel.Information, "Run started with {Producers} producers, a channel of {ChannelCapacity} rows and batches of {BatchSize} rows into {Loader}")]
    public static partial void RunStarted(ILogger logger, int producers, int channelCapacity, int batchSize, string loader);

    [LoggerMessage(EventIds.RunCompleted, LogLevel.Information, "Run completed in {Seconds:F3} s: {Extracted} rows extracted, {Loaded} loaded, {Unchanged} unchanged, {Ignored} ignored, {Filtered} filtered, {Rejected} rejected; {Bottleneck}")]
    public static partial void RunCompleted(
        ILogger logger, double seconds, long extracted, long loaded, long unchanged, long ignored, long filtered, long rejected, string bottleneck);

    [LoggerMessage(EventIds.RunCancelled, LogLevel.Warning, "Run cancelled after {Seconds:F3} s: {Extracted} rows extracted, {Loaded} loaded, {Unfinished} unfinished")]
    public static partial void RunCancelled(ILogger logger, double seconds, long extracted, long loaded, long unfinished);

    [LoggerMessage(EventIds.RunFailed, LogLevel.Error, "Run failed after {Seconds:F3} s with {Loaded} rows loaded and {Unfinished} unfinished: {What}")]
    public static partial void RunFailed(ILogger logger, Exception exception, double seconds, long loaded, long unfinished, string what);

    [LoggerMessage(EventIds.CallAbandoned, LogLevel.Error, "The drain timeout has passed, but {Call} has not returned: it is abandoned, and the pipeline can't run again until it returns")]
    public static partial void CallAbandoned(ILogger logger, string call);

    [LoggerMessage(EventIds.AbandonedCallEnded, LogLevel.Information, "What was abandoned when the drain timeout had passed has now returned")]
    public static partial void AbandonedCallEnded(ILogger logger);

    [LoggerMessage(EventIds.CancellationCallbackFailed, LogLevel.Warning, "A callback registered with the run's cancellation token has failed")]
    public static partial void CancellationCallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.ProgressFailed, LogLevel.Warning, "Reporting progress has failed; the run goes on")]
    public static partial void ProgressFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.EndedByAbort, LogLevel.Debug, "A task of the run ended because the run was aborted")]
    public static partial void EndedByAbort(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.ReplayStarted, LogLevel.Information, "Replaying the rejects of {Store}")]
    public static partial void ReplayStarted(ILogger logger, string store);

    [LoggerMessage(EventIds.RunStalled, LogLevel.Warning, "No progress for {Seconds:F0} s. The run waits for {WaitsFor}\n{Snapshot}")]
    public static partial void RunStalled(ILogger logger, double seconds, string waitsFor, PipelineSnapshot snapshot);

    [LoggerMessage(EventIds.RunGoesOn, LogLevel.Information, "The run goes on after {Seconds:F0} s without progress")]
    public static partial void RunGoesOn(ILogger logger, double seconds);

    [LoggerMessage(EventIds.WatchdogFailed, LogLevel.Warning, "Looking at whether the run makes progress has failed; the run goes on")]
    public static partial void WatchdogFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.TelemetryFailed, LogLevel.Warning, "A listener to metrics or traces has thrown an exception. Runs go on, but what it was told may be lost")]
    public static partial void TelemetryFailed(ILogger logger, Exception exception);

    // Extract

    [LoggerMessage(EventIds.SizeFailed, LogLevel.Warning, "{SourceName} could not tell how many bytes were read; the run goes on")]
    public static partial void SizeFailed(ILogger logger, Exception exception, string sourceName);

    [LoggerMessage(EventIds.SequenceNotMeasured, LogLevel.Warning, "The sequence of extractors could not tell how much it will give; the run goes on, and its progress has no total")]
    public static partial void SequenceNotMeasured(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.RejectLineUnreadable, LogLevel.Warning, "The line at byte {Place} of the reject file '{Path}' is no reject, and is not replayed")]
    public static partial void RejectLineUnreadable(ILogger logger, Exception exception, long place, string path);

    [LoggerMessage(EventIds.SourceStarted, LogLevel.Information, "Reading {SourceName}")]
    public static partial void SourceStarted(ILogger logger, string sourceName);

    [LoggerMessage(EventIds.SourceCompleted, LogLevel.Information, "Read {SourceName}: {Rows} rows in {Seconds:F3} s")]
    public static partial void SourceCompleted(ILogger logger, string sourceName, long rows, double seconds);

    [LoggerMessage(EventIds.SourceStopped, LogLevel.Information, "Stopped reading {SourceName} after {Rows} rows: the run is stopping")]
    public static partial void SourceStopped(ILogger logger, Exception? exception, string sourceName, long rows);

    [LoggerMessage(EventIds.SourceFailed, LogLevel.Error, "{SourceName} has failed after {Rows} rows")]
    public static partial void SourceFailed(ILogger logger, Exception exception, string sourceName, long rows);

    [LoggerMessage(EventIds.SourceListingFailed, LogLevel.Error, "The sources can't be listed any further")]
    public static partial void SourceListingFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.SourceSkipped, LogLevel.Information, "Skipping {SourceName}: it was read to its end, and has not changed since")]
    public static partial void SourceSkipped(ILogger logger, string sourceName);

    [LoggerMessage(EventIds.SourceResumed, LogLevel.Information, "Going on with {SourceName} after row {Rows}, {How}")]
    public static partial void SourceResumed(ILogger logger, string sourceName, long rows, string how);

    [LoggerMessage(EventIds.SourceChanged, LogLevel.Warning, "{SourceName} has changed since it was read: reading it again from its start")]
    public static partial void SourceChanged(ILogger logger, string sourceName);

    [LoggerMessage(EventIds.FingerprintFailed, LogLevel.Warning, "The fingerprint of {SourceName} can't be taken: the next run will take it for changed")]
    public static partial void FingerprintFailed(ILogger logger, Exception exception, string sourceName);

    [LoggerMessage(EventIds.RowRejectedByExtract, LogLevel.Warning, "Rejected row {Row} of {SourceName}, line {Line}: {Reason}")]
    public static partial void RowRejectedByExtract(ILogger logger, Exception? exception, string sourceName, long row, long line, string reason);

    [LoggerMessage(EventIds.RowRejectedByExtractQuietly, LogLevel.Debug, "Rejected row {Row} of {SourceName}, line {Line}: {Reason}")]
    public static partial void RowRejectedByExtractQuietly(ILogger logger, Exception? exception, string sourceName, long row, long line, string reason);

    // Transform

    [LoggerMessage(EventIds.RowRejectedByTransform, LogLevel.Warning, "Rejected row {Row} of {SourceName}, line {Line}: {Reason}")]
    public static partial void RowRejectedByTransform(ILogger logger, Exception? exception, string sourceName, long row, long line, string reason);

    [LoggerMessage(EventIds.RowRejectedByTransformQuietly, LogLevel.Debug, "Rejected row {Row} of {SourceName}, line {Line}: {Reason}")]
    public static partial void RowRejectedByTransformQuietly(ILogger logger, Exception? exception, string sourceName, long row, long line, string reason);

    // Load

    [LoggerMessage(EventIds.RowRejectedByLoad, LogLevel.Warning, "Rejected row {Row} of {SourceName}, line {Line}: {Reason}")]
    public static partial void RowRejectedByLoad(ILogger logger, Exception? exception, string sourceName, long row, long line, string reason);

    [LoggerMessage(EventIds.RowRejectedByLoadQuietly, LogLevel.Debug, "Rejected row {Row} of {SourceName}, line {Line}: {Reason}")]
    public static partial void RowRejectedByLoadQuietly(ILogger logger, Exception? exception, string sourceName, long row, long line, string reason);

    [LoggerMessage(EventIds.LoaderOpened, LogLevel.Debug, "Opened {Loader}")]
    public static partial void LoaderOpened(ILogger logger, string loader);

    [LoggerMessage(EventIds.BatchLoaded, LogLevel.Debug, "Loaded batch {Batch}: {Rows} rows in {Milliseconds:F1} ms")]
    public static partial void BatchLoaded(ILogger logger, long batch, int rows, double milliseconds);

    [LoggerMessage(EventIds.LoadRetried, LogLevel.Warning, "The loader has failed with a transient error; retry {Attempt} follows in {Seconds:F3} s")]
    public static partial void LoadRetried(ILogger logger, int attempt, double seconds, Exception exception);

    [LoggerMessage(EventIds.ClassificationFailed, LogLevel.Warning, "{Loader} could not say what an error means; it is taken for fatal")]
    public static partial void ClassificationFailed(ILogger logger, Exception exception, string loader);

    [LoggerMessage(EventIds.SessionDisposalFailed, LogLevel.Warning, "Closing {Loader} has failed after the run was decided")]
    public static partial void SessionDisposalFailed(ILogger logger, Exception exception, string loader);

    [LoggerMessage(EventIds.RunLockTakenOver, LogLevel.Warning, "Took over a run lock that was never released: that of {Holder}")]
    public static partial void RunLockTakenOver(ILogger logger, string holder);

    [LoggerMessage(EventIds.RunLockNotRenewed, LogLevel.Warning, "The run lock could not be renewed; the next batch or renewal tries again")]
    public static partial void RunLockNotRenewed(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.RunLockNotReleased, LogLevel.Warning, "The run lock could not be released; the next run has to take it over")]
    public static partial void RunLockNotReleased(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.RowNotFormatted, LogLevel.Warning, "A row that the loader refused can't be written as JSON ({ExceptionType}): it is rejected, but can't be replayed")]
    public static partial void RowNotFormatted(ILogger logger, string exceptionType);
}

using Microsoft.Extensions.Logging;

namespace EtlKit.Quartz;

/// <summary>Every message that this package logs; the ids are from 7000 to 7999.</summary>
internal static partial class Log
{
    [LoggerMessage(7000, LogLevel.Information, "Pipeline {Pipeline} is scheduled at '{Cron}' in {TimeZone}; it fires next at {NextFireAt:yyyy-MM-dd HH:mm:ssK}")]
    public static partial void Scheduled(ILogger logger, string pipeline, string cron, string timeZone, DateTimeOffset? nextFireAt);

    [LoggerMessage(7001, LogLevel.Information, "The schedule of pipeline {Pipeline} is disabled")]
    public static partial void Disabled(ILogger logger, string pipeline);

    [LoggerMessage(7002, LogLevel.Warning, "The stored schedule of pipeline {Pipeline} is removed: this program has no such schedule")]
    public static partial void Removed(ILogger logger, string pipeline);

    [LoggerMessage(7003, LogLevel.Warning, "HostOptions.ShutdownTimeout is {ShutdownTimeout}, shorter than {DrainTimeout}, in which a run drains unless its pipeline says otherwise: runs may be cut off when the host stops")]
    public static partial void ShortShutdown(ILogger logger, TimeSpan shutdownTimeout, TimeSpan drainTimeout);

    [LoggerMessage(7010, LogLevel.Warning, "The fire of pipeline {Pipeline} that was due at {DueAt:yyyy-MM-dd HH:mm:ssK} is skipped ({Reason}): {Message}")]
    public static partial void Skipped(ILogger logger, string pipeline, DateTimeOffset dueAt, SkipReason reason, string message);

    [LoggerMessage(7011, LogLevel.Information, "The fire of pipeline {Pipeline} that was due at {DueAt:yyyy-MM-dd HH:mm:ssK} waits until the run that is under way has ended")]
    public static partial void Queued(ILogger logger, string pipeline, DateTimeOffset dueAt);

    [LoggerMessage(7012, LogLevel.Error, "The run of pipeline {Pipeline} that was due at {DueAt:yyyy-MM-dd HH:mm:ssK} has failed; it fires next at {NextFireAt:yyyy-MM-dd HH:mm:ssK}")]
    public static partial void Failed(ILogger logger, Exception exception, string pipeline, DateTimeOffset dueAt, DateTimeOffset? nextFireAt);

    [LoggerMessage(7013, LogLevel.Warning, "The run of pipeline {Pipeline} that was due at {DueAt:yyyy-MM-dd HH:mm:ssK} was cancelled")]
    public static partial void Cancelled(ILogger logger, string pipeline, DateTimeOffset dueAt);

    [LoggerMessage(7014, LogLevel.Warning, "The fire of pipeline {Pipeline} that was due at {DueAt:yyyy-MM-dd HH:mm:ssK} was missed, and so may be fires after it; the pipeline is run once instead")]
    public static partial void RunsLate(ILogger logger, string pipeline, DateTimeOffset dueAt);

    [LoggerMessage(7015, LogLevel.Error, "Quartz fired the stored schedule of pipeline {Pipeline}, which this program doesn't have")]
    public static partial void Unknown(ILogger logger, string pipeline);
}

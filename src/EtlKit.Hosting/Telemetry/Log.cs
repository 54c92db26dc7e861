using Microsoft.Extensions.Logging;

namespace EtlKit.Hosting;

/// <summary>Every message that this package logs; the ids are from 8000 to 8999.</summary>
internal static partial class Log
{
    [LoggerMessage(8000, LogLevel.Error, "The services of a run of pipeline {Pipeline} could not be disposed of")]
    public static partial void ScopeDisposalFailed(ILogger logger, Exception exception, string pipeline);

    [LoggerMessage(8001, LogLevel.Warning, "The host stops before all runs have drained: their time is over. Raise HostOptions.ShutdownTimeout, or lower DrainTimeout of the pipelines")]
    public static partial void NotDrained(ILogger logger);

    [LoggerMessage(8002, LogLevel.Critical, "Pipeline {Pipeline} was not run")]
    public static partial void NotRun(ILogger logger, Exception exception, string pipeline);

    [LoggerMessage(8003, LogLevel.Error, "The host could not be stopped in good order")]
    public static partial void StopFailed(ILogger logger, Exception exception);
}

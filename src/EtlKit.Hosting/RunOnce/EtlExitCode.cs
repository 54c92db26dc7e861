using Microsoft.Extensions.Options;

namespace EtlKit.Hosting;

/// <summary>The exit codes of a program that runs a pipeline once, for whatever starts it: a shell, cron, a container platform.</summary>
public static class EtlExitCode
{
    /// <summary>0: every row was loaded or filtered.</summary>
    public const int Done = 0;

    /// <summary>1: the run has failed, or was stopped otherwise than by a signal, or by one without ending in time, or a hosted service has failed.</summary>
    public const int Failed = 1;

    /// <summary>2: nothing was run, because something is configured wrongly.</summary>
    public const int Misconfigured = 2;

    /// <summary>3: as <see cref="Done"/>, but rows were rejected.</summary>
    public const int DoneWithRejects = 3;

    /// <summary>4: the run has failed for its data: too many rejects, a changed source, a batch that the target refused.</summary>
    public const int DataFailed = 4;

    /// <summary>5: nothing was run, because another run of the pipeline is under way.</summary>
    public const int AlreadyRunning = 5;

    /// <summary>130: stopped by SIGINT (Ctrl-C), after what was extracted had been committed.</summary>
    public const int Interrupted = 130;

    /// <summary>143: stopped by SIGTERM, after what was extracted had been committed.</summary>
    public const int Terminated = 143;

    /// <summary>Says which code tells of a run that ended well.</summary>
    /// <param name="report">What the run did.</param>
    /// <returns><see cref="Done"/> or <see cref="DoneWithRejects"/>; <see cref="Failed"/> for a report of a run that was cancelled or has failed.</returns>
    public static int Of(PipelineReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report.Status switch
        {
            PipelineStatus.Succeeded => Done,
            PipelineStatus.SucceededWithRejects => DoneWithRejects,
            _ => Failed,
        };
    }

    /// <summary>Says which code tells of an exception that a run has thrown.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The code; <see cref="Failed"/> for a cancellation, of which only the program can know whether a signal was behind it.</returns>
    public static int Of(Exception exception) => exception switch
    {
        PipelineBusyException or PipelineException { InnerException: RunLockedException } => AlreadyRunning,
        PipelineConfigurationException or EtlConfigurationException or UnknownPipelineException or OptionsValidationException => Misconfigured,
        PipelineException { InnerException: RejectBudgetException or SourceChangedException } or PipelineException { Kind: ErrorKind.Data } => DataFailed,
        _ => Failed,
    };
}

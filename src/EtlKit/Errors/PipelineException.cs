namespace EtlKit;

/// <summary>A run has failed. <see cref="Exception.InnerException"/> is the first cause, not what it set off.</summary>
public sealed class PipelineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What has failed.</param>
    /// <param name="report">What the run did until then.</param>
    /// <param name="innerException">The first cause.</param>
    public PipelineException(string message, PipelineReport report, Exception innerException)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(report);
        Report = report;
    }

    /// <summary>Gets what the run did until it failed.</summary>
    public PipelineReport Report { get; }
}

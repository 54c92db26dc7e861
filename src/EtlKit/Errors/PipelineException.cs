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

    /// <summary>Gets what the first cause means, as the loader says.</summary>
    /// <value>
    /// <see cref="ErrorKind.Data"/> for a batch that was refused for its data and could not be narrowed down; <see cref="ErrorKind.Transient"/> when the time for
    /// retries is over; otherwise <see cref="ErrorKind.Fatal"/>, the default.
    /// </value>
    public ErrorKind Kind { get; init; }
}

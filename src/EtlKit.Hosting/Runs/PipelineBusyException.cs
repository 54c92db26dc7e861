namespace EtlKit.Hosting;

/// <summary>A run can't begin, because another run of the pipeline is under way in this process.</summary>
public sealed class PipelineBusyException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="message">Since when the other run is under way, and what to do.</param>
    public PipelineBusyException(string pipeline, string message)
        : base(message) =>
        Pipeline = pipeline;

    /// <summary>Gets the name of the pipeline.</summary>
    public string Pipeline { get; }
}

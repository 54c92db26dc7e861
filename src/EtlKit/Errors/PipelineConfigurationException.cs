namespace EtlKit;

/// <summary>A pipeline can't be built as it is configured.</summary>
public sealed class PipelineConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="problems">What is wrong, a sentence each.</param>
    public PipelineConfigurationException(string pipeline, IReadOnlyList<string> problems)
        : this(pipeline, problems, null)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="problems">What is wrong, a sentence each.</param>
    /// <param name="innerException">What was thrown while the pipeline was composed; <see langword="null"/> when nothing was.</param>
    public PipelineConfigurationException(string pipeline, IReadOnlyList<string> problems, Exception? innerException)
        : base(MessageFor(pipeline, problems), innerException) =>
        Problems = problems;

    /// <summary>Gets what is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string MessageFor(string pipeline, IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return $"Pipeline '{pipeline}' can't be built:{string.Concat(problems.Select(problem => $"\n - {problem}"))}";
    }
}

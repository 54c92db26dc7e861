namespace EtlKit;

/// <summary>A pipeline can't be built as it is configured.</summary>
public sealed class PipelineConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="pipeline">The name of the pipeline.</param>
    /// <param name="problems">What is wrong, a sentence each.</param>
    public PipelineConfigurationException(string pipeline, IReadOnlyList<string> problems)
        : base(MessageFor(pipeline, problems)) =>
        Problems = problems;

    /// <summary>Gets what is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string MessageFor(string pipeline, IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return $"Pipeline '{pipeline}' can't be built:{string.Concat(problems.Select(problem => $"\n - {problem}"))}";
    }
}

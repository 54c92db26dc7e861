namespace EtlKit.Quartz;

/// <summary>A pipeline has no schedule.</summary>
public sealed class UnknownScheduleException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="pipeline">The name that was asked for.</param>
    /// <param name="names">The names of the pipelines that have a schedule.</param>
    public UnknownScheduleException(string pipeline, IReadOnlyList<string> names)
        : base(MessageFor(pipeline, names))
    {
        Pipeline = pipeline;
        Names = names;
    }

    /// <summary>Gets the name that was asked for.</summary>
    public string Pipeline { get; }

    /// <summary>Gets the names of the pipelines that have a schedule.</summary>
    public IReadOnlyList<string> Names { get; }

    private static string MessageFor(string pipeline, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(names);
        return $"There is no schedule of a pipeline '{LogText.Clean(pipeline)}': "
            + (names.Count == 0 ? "none has one." : $"scheduled are {string.Join(", ", names.Select(name => $"'{name}'"))}.");
    }
}

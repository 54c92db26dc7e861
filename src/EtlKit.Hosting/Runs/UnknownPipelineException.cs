namespace EtlKit.Hosting;

/// <summary>No pipeline of a name is registered.</summary>
public sealed class UnknownPipelineException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="pipeline">The name that nobody registered.</param>
    /// <param name="names">The names that are registered.</param>
    public UnknownPipelineException(string pipeline, IReadOnlyList<string> names)
        : base(MessageFor(pipeline, names))
    {
        Pipeline = pipeline;
        Names = names;
    }

    /// <summary>Gets the name that nobody registered.</summary>
    public string Pipeline { get; }

    /// <summary>Gets the names that are registered.</summary>
    public IReadOnlyList<string> Names { get; }

    private static string MessageFor(string pipeline, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(names);
        return $"There is no pipeline '{LogText.Clean(pipeline)}': "
            + (names.Count == 0 ? "none is registered. Register it with AddEtlPipeline." : $"registered are {string.Join(", ", names.Select(name => $"'{name}'"))}.");
    }
}

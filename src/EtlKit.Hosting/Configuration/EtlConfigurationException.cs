namespace EtlKit.Hosting;

/// <summary>What is configured under <c>EtlKit</c> is wrong, so the host doesn't start.</summary>
public sealed class EtlConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="problems">What is wrong, a sentence each.</param>
    public EtlConfigurationException(IReadOnlyList<string> problems)
        : base(MessageFor(problems)) =>
        Problems = problems;

    /// <summary>Gets what is wrong, a sentence each. They hold no values of <c>Settings</c>, of connection strings or of keys that don't exist.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string MessageFor(IReadOnlyList<string> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        return $"The configuration of the pipelines is wrong:{string.Concat(problems.Select(problem => $"\n - {problem}"))}";
    }
}

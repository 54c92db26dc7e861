namespace EtlKit.Comparison;

/// <summary>All counters, the best first.</summary>
internal static class CostCounters
{
    private static readonly TimeSpan TrialTimeout = TimeSpan.FromMinutes(3);

    /// <summary>The names by which they are chosen.</summary>
    public static IReadOnlyList<string> Names { get; } = ["perf", "valgrind", "user-time"];

    public static IReadOnlyList<CostCounter> In(Workspace workspace) =>
        [new PerfCounter(workspace), new ValgrindCounter(), new UserTimeCounter()];

    /// <summary>Takes the first that counts here.</summary>
    /// <param name="counters">The counters to choose from.</param>
    /// <param name="trial">A program, and its arguments, that each must be able to count.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The counter, null when there is none; and why those before it don't count.</returns>
    public static async Task<(CostCounter? Counter, IReadOnlyList<string> Missing)> FindAsync(
        IEnumerable<CostCounter> counters, IReadOnlyList<string> trial, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var counter in counters)
        {
            if (await TryAsync(counter, trial, cancellationToken) is not { } problem)
            {
                return (counter, missing);
            }

            missing.Add($"{counter.Name}: {problem}");
        }

        return (null, missing);
    }

    private static async Task<string?> TryAsync(CostCounter counter, IReadOnlyList<string> trial, CancellationToken cancellationToken)
    {
        if (counter.Programs.FirstOrDefault(program => !Programs.Exists(program)) is { } absent)
        {
            return $"{absent} is not there";
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TrialTimeout);
        try
        {
            var (outcome, cost) = await counter.RunAsync(trial, timeout.Token);
            return outcome.ExitCode != 0 ? $"a .NET program doesn't run under it, but ends with {outcome.ExitCode}"
                : cost is > 0 ? null
                : "it is there, but this machine gives it nothing to count with";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"a .NET program that does next to nothing doesn't end under it within {TrialTimeout.TotalSeconds} s";
        }
    }
}

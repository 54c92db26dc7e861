namespace EtlKit.Comparison;

/// <summary>All that a comparison found.</summary>
internal sealed record ComparisonResult(Machine Machine, int Rounds, double Scale, bool InMemory, IReadOnlyList<ScenarioResult> Scenarios)
{
    /// <summary>Gets whether it shows only that everything works: figures of little data say little.</summary>
    public bool IsTrial => Scale < 1;
}

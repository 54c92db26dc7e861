namespace EtlKit.Comparison;

/// <summary>What the command line asks for.</summary>
internal sealed record ComparisonOptions
{
    public required int Rounds { get; init; }

    public required double Scale { get; init; }

    /// <summary>Gets the scenarios to run; empty for all but those that must be named.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>Gets the directory for the results.</summary>
    public required string Output { get; init; }
}

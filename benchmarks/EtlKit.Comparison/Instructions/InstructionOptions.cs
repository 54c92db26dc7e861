namespace EtlKit.Comparison;

/// <summary>What the command line asks for when instructions are to be counted.</summary>
internal sealed record InstructionOptions
{
    /// <summary>Gets how often each variant is run; null for as often as the counter takes.</summary>
    public required int? Rounds { get; init; }

    public required double Scale { get; init; }

    /// <summary>Gets the name of the counter; null for the first that is there.</summary>
    public required string? Counter { get; init; }

    /// <summary>Gets the directory for the results.</summary>
    public required string Output { get; init; }
}

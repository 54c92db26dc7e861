namespace EtlKit.Comparison;

/// <summary>One of the ways in which the work of a scenario is done: EtlKit with some setting, or a peer. Each run of it is a process of its own.</summary>
internal sealed class Variant(string name, Func<RunContext, Task> run)
{
    public string Name => name;

    public Func<RunContext, Task> Run => run;

    /// <summary>Gets the variant of EtlKit that does the same work; null for EtlKit's own.</summary>
    public string? ComparedWith { get; init; }

    /// <summary>Gets the variant whose table of the same round is read by this one; null for none.</summary>
    public string? Reads { get; init; }

    /// <summary>Gets the program that must be installed for this variant; null for none.</summary>
    public string? Program { get; init; }

    /// <summary>Gets what must be in its database afterwards; null when it has none.</summary>
    public TableCheck? Table { get; init; }
}

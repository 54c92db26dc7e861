namespace CsvToSqlite;

/// <summary>What the command line asks for; what it leaves open is as the library has it.</summary>
internal sealed record JobOptions
{
    public required string Input { get; init; }

    public required string Database { get; init; }

    public int? Producers { get; init; }

    public int? BatchSize { get; init; }

    public int? ChannelCapacity { get; init; }

    public string? Rejects { get; init; }

    public bool RejectTable { get; init; }

    public bool Replay { get; init; }

    public long? MaxRejects { get; init; }

    public bool Resume { get; init; }

    public bool Verbose { get; init; }

    public bool Json { get; init; }
}

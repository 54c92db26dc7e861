namespace CsvToSqlite;

/// <summary>What the command line asks for.</summary>
internal sealed record JobOptions(
    string Input,
    string Database,
    int? Producers,
    int? BatchSize,
    int? ChannelCapacity,
    string? Rejects,
    long? MaxRejects,
    bool Resume,
    bool Verbose,
    bool Json);

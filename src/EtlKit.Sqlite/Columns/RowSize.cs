namespace EtlKit.Sqlite;

/// <summary>Sizes in memory, for estimates.</summary>
internal static class RowSize
{
    /// <summary>What an object takes beside its values: a header, a pointer to its type, a length.</summary>
    public const int ObjectBytes = 24;

    /// <summary>What a value takes in its row, on average.</summary>
    public const int ValueBytes = 8;
}

namespace EtlKit.Sqlite;

/// <summary>An index to create when it is missing.</summary>
internal sealed record IndexSpec(IReadOnlyList<string> Columns, bool IsUnique)
{
    public string GetName(string table) => $"{(IsUnique ? "ux" : "ix")}_{table}_{string.Join('_', Columns)}";
}

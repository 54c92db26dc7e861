namespace EtlKit.Sqlite;

/// <summary>A column of a table that is there.</summary>
internal sealed record TableColumn(string Name, string DeclaredType, bool IsNotNull, bool HasDefault, int KeyPosition, bool IsGenerated, bool IsHidden);

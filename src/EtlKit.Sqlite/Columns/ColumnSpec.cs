namespace EtlKit.Sqlite;

/// <summary>A column and what is declared about it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Member">The property from which it was made; <see langword="null"/> when it was made of a delegate.</param>
/// <param name="Type">The declared type; <see langword="null"/> for the one that fits the values.</param>
/// <param name="NotNull">Whether it is declared NOT NULL; <see langword="null"/> for: when it belongs to the key.</param>
/// <param name="IsKey">Whether it was marked as belonging to the key.</param>
internal sealed record ColumnSpec<T>(Column<T> Column, string? Member, string? Type, bool? NotNull, bool IsKey)
{
    public string Name => Column.Name;

    public string DeclaredType => Type ?? Column.StoredAs switch
    {
        StoredAs.Integer => "INTEGER",
        StoredAs.Real => "REAL",
        StoredAs.Blob => "BLOB",
        _ => "TEXT",
    };
}

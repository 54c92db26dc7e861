namespace EtlKit.Sqlite;

/// <summary>What a column does with the values that it is given, as SQLite derives it from the declared type.</summary>
internal enum Affinity
{
    Blob,
    Text,
    Numeric,
    Integer,
    Real,
}

/// <summary>The rules for <see cref="Affinity"/>.</summary>
internal static class Affinities
{
    public static Affinity Of(string declaredType, bool isStrict)
    {
        if (declaredType.Length == 0 || (isStrict && declaredType.Equals("ANY", StringComparison.OrdinalIgnoreCase)))
        {
            return Affinity.Blob;
        }

        // The order matters: the first that is found decides.
        return Has("INT") ? Affinity.Integer
            : Has("CHAR") || Has("CLOB") || Has("TEXT") ? Affinity.Text
            : Has("BLOB") ? Affinity.Blob
            : Has("REAL") || Has("FLOA") || Has("DOUB") ? Affinity.Real
            : Affinity.Numeric;

        bool Has(string part) => declaredType.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Says what the column would do to values, or returns <see langword="null"/> when they stay what they are.</summary>
    public static string? FindChange(Affinity affinity, StoredAs storedAs) => (affinity, storedAs) switch
    {
        (Affinity.Text, StoredAs.Integer or StoredAs.Real) => "would turn numbers into text",
        (Affinity.Integer or Affinity.Numeric or Affinity.Real, StoredAs.Text) => "would turn text that looks like a number into one",
        (Affinity.Real, StoredAs.Integer) => "would round large integers",
        _ => null,
    };
}

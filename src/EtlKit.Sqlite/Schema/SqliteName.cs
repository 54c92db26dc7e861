namespace EtlKit.Sqlite;

/// <summary>Names of tables and columns: which ones are refused, and how the others are quoted.</summary>
internal static class SqliteName
{
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Says what is wrong with a name, or returns <see langword="null"/>.</summary>
    public static string? FindProblem(string? name, string what)
    {
        if (string.IsNullOrEmpty(name))
        {
            return $"the name of {what} is empty: give it a name";
        }

        // SQL ends at a NUL, so the rest of the statement would be cut off.
        return name.Contains('\0', StringComparison.Ordinal)
            ? $"the name of {what} contains a NUL character, which SQLite can't have in a name: remove it"
            : null;
    }

    /// <summary>SQLite compares names without regard to the case of ASCII letters.</summary>
    public static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>The table that is there is not one that the loader can write to. The message lists all that differs.</summary>
public sealed class SqliteSchemaException : Exception
{
    internal SqliteSchemaException(string table, string database, IReadOnlyList<string> differences)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SQLite {LogText.Clean(table)}: the table in \"{LogText.Clean(database)}\" doesn't fit the loader. Differences found: {differences.Count}.")
            + string.Concat(differences.Select(difference => $"{Environment.NewLine}- {LogText.Clean(difference)}")))
    {
        Table = table;
        Differences = differences;
    }

    /// <summary>Gets the table.</summary>
    public string Table { get; }

    /// <summary>Gets what differs, each with what to do about it.</summary>
    public IReadOnlyList<string> Differences { get; }
}

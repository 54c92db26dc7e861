using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite;

/// <summary>Reads connection strings, and says what is wrong with one without showing any value: it may hold a password.</summary>
internal static class ConnectionText
{
    private const string Example = "write it like \"Data Source=example.db\"";

    /// <summary>Reads a connection string, and turns pooling off unless it says otherwise.</summary>
    /// <returns>Null when there are problems.</returns>
    public static SqliteConnectionStringBuilder? Read(string text, List<string> problems)
    {
        DbConnectionStringBuilder given;
        try
        {
            given = new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            problems.Add($"the connection string is not a list of keyword=value pairs with semicolons between them: {Example}, and put a value with a semicolon or a quote in it into quotes");
            return null;
        }

        var builder = new SqliteConnectionStringBuilder();
        var mayBeSecret = false;
        var before = problems.Count;
        foreach (var keyword in given.Keys.Cast<string>())
        {
            if (!builder.ContainsKey(keyword))
            {
                // What looks like a keyword may be the end of a password with a semicolon in it.
                problems.Add(mayBeSecret
                    ? "the connection string has another keyword that doesn't exist: put a value with a semicolon in it, such as a password, into quotes"
                    : $"the connection string has the keyword \"{keyword}\", which doesn't exist: use {string.Join(", ", builder.Keys.Cast<string>())}");
                mayBeSecret = true;
            }
            else if (!TrySet(builder, keyword, given[keyword]))
            {
                problems.Add($"the connection string has a value for \"{keyword}\" that it can't have: correct it");
            }

            mayBeSecret |= keyword.Equals(nameof(builder.Password), StringComparison.OrdinalIgnoreCase);
        }

        if (problems.Count > before)
        {
            return null;
        }

        // ContainsKey is true for every keyword that exists; ShouldSerialize is true for those that were given.
        if (!builder.ShouldSerialize(nameof(builder.Pooling)))
        {
            // A pooled connection would keep the file open, and its pragmas set, after the run.
            builder.Pooling = false;
        }

        return builder;
    }

    /// <summary>What a database is called in messages: without the parameters of a URI, which may hold a key.</summary>
    public static string NameOf(string dataSource) =>
        dataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && dataSource.IndexOf('?', StringComparison.Ordinal) is >= 0 and var end ? dataSource[..end] : dataSource;

    /// <summary>Whether a connection string has a key, which a library that encrypts takes.</summary>
    public static bool MayBeEncrypted(SqliteConnectionStringBuilder connection) =>
        connection.Password.Length > 0 || connection.DataSource.AsSpan(NameOf(connection.DataSource).Length).Contains("key=", StringComparison.OrdinalIgnoreCase);

    private static bool TrySet(SqliteConnectionStringBuilder builder, string keyword, object value)
    {
        try
        {
            builder[keyword] = value;
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException)
        {
            return false;
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite;

/// <summary>Makes extractors that read SQLite databases.</summary>
public static class SqliteExtractor
{
    /// <summary>Makes an extractor of the rows that a query returns, in its order. Rows are read one by one: memory doesn't grow with their number.</summary>
    /// <typeparam name="T">The type of the rows.</typeparam>
    /// <param name="connectionString">The database, such as <c>Data Source=example.db</c>. It is opened read-only unless <c>Mode</c> says otherwise.</param>
    /// <param name="sql">The query. Give it an ORDER BY when the order matters.</param>
    /// <param name="map">Makes a row of the reader's current record. It must not keep or advance the reader. When it throws, the record is rejected.</param>
    /// <param name="name">
    /// What the source is called; <see langword="null"/> for a name made of the database's file name and a hash of the query and its parameters' names.
    /// </param>
    /// <param name="parameters">The parameters of the query by name, with or without their <c>$</c>, <c>@</c> or <c>:</c>.</param>
    /// <returns>The extractor, which is safe for concurrent use: each run opens a connection of its own.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="connectionString"/> can't be read, or <paramref name="sql"/> or <paramref name="name"/> is empty.
    /// </exception>
    /// <exception cref="ArgumentNullException">
    /// <paramref name="connectionString"/>, <paramref name="sql"/> or <paramref name="map"/> is <see langword="null"/>.
    /// </exception>
    public static IExtractor<T> FromQuery<T>(
        string connectionString,
        string sql,
        Func<SqliteDataReader, T> map,
        string? name = null,
        IReadOnlyDictionary<string, object?>? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        ArgumentNullException.ThrowIfNull(map);
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
        }

        var problems = new List<string>();
        if (ConnectionText.Read(connectionString, problems) is not { } builder)
        {
            // Each says of the connection string what is wrong with it, and holds none of its values.
            throw new ArgumentException(LogText.Clean($"The extractor can't be made: {string.Join("; ", problems)}."), nameof(connectionString));
        }

        if (!builder.ShouldSerialize(nameof(builder.Mode)) && !IsInMemory(builder))
        {
            builder.Mode = SqliteOpenMode.ReadOnly;
        }

        KeyValuePair<string, object?>[] copy = parameters is null ? [] : [.. parameters];
        return new QueryExtractor<T>(name ?? MakeName(builder, sql, copy), builder.ToString(), sql, map, copy);
    }

    private static bool IsInMemory(SqliteConnectionStringBuilder builder) =>
        builder.DataSource is "" or ":memory:" || builder.DataSource.StartsWith("file:", StringComparison.Ordinal);

    // The query itself may hold values, so it stays out of names, which are logged.
    private static string MakeName(SqliteConnectionStringBuilder builder, string sql, KeyValuePair<string, object?>[] parameters)
    {
        var identity = string.Join('\n', parameters.Select(parameter => parameter.Key).Order(StringComparer.Ordinal).Prepend(sql));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 4));
        return string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(ConnectionText.NameOf(builder.DataSource))} query {hash}");
    }
}

using System.Globalization;
using CsvToSqlite;
using EtlKit.Sqlite;
using Microsoft.Data.Sqlite;

namespace EtlKit.Benchmarks;

/// <summary>The table <c>events</c>, written by hand; <see cref="Columns"/> is the same for a loader.</summary>
internal static class EventTable
{
    /// <summary>The pages of a database that the loader makes.</summary>
    public const int LoaderPages = 16_384;

    /// <summary>The pages of a database where nobody says otherwise.</summary>
    public const int UsualPages = 4096;

    public static string ConnectionTo(string database) => new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString();

    public static SqliteLoaderOptions<Event> Columns(SqliteLoaderOptions<Event> options) => options
        .Column("id", e => e.Id, type: "TEXT")
        .Column("ts", e => e.Timestamp, type: "TEXT")
        .Column("value", e => e.Value, type: "REAL")
        .Column("source_file", e => e.SourceFile, type: "TEXT");

    /// <summary>Opens the database as the loader does, but for the size of its pages, and creates the table.</summary>
    public static SqliteConnection Open(string database, bool withKey, int pageBytes) =>
        Open(database, $"CREATE TABLE IF NOT EXISTS events (id TEXT{(withKey ? " PRIMARY KEY" : "")}, ts TEXT, value REAL, source_file TEXT)", pageBytes);

    /// <summary>Opens a database as the loader does, and creates another table.</summary>
    public static SqliteConnection Open(string database, string createTable, int pageBytes = LoaderPages)
    {
        var connection = new SqliteConnection(ConnectionTo(database));
        connection.Open();
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA page_size = {pageBytes}"));
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = NORMAL");
        Execute(connection, createTable);
        return connection;
    }

    public static string Insert(bool upsert, int rows, string parameters = "?, ?, ?, ?") =>
        "INSERT INTO events (id, ts, value, source_file) VALUES " + string.Join(", ", Enumerable.Repeat($"({parameters})", rows))
        + (upsert ? " ON CONFLICT (id) DO UPDATE SET ts = excluded.ts, value = excluded.value, source_file = excluded.source_file" : "");

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

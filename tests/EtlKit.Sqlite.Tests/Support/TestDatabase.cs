using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite.Tests;

/// <summary>A database file in a directory of its own, which is deleted in the end.</summary>
internal sealed class TestDatabase : IDisposable
{
    public TestDatabase() => Directory = System.IO.Directory.CreateTempSubdirectory("etlkit-sqlite-").FullName;

    public string Directory { get; }

    public string File => Path.Combine(Directory, "test.db");

    public string ConnectionString => $"Data Source={File};Pooling=False";

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString + ";Default Timeout=1");
        connection.Open();
        return connection;
    }

    public void Execute(string sql)
    {
        using var connection = Open();
        Execute(connection, sql);
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public object? Scalar(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>The rows of a query, each as its values joined by bars.</summary>
    public List<string> Query(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetString(i))));
        }

        return rows;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}

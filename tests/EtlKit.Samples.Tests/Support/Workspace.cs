using Microsoft.Data.Sqlite;

namespace EtlKit.Samples.Tests;

/// <summary>A directory of a test's own, and a way to look into the databases in it.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-");

    public string Root => _directory.FullName;

    public string this[string name] => Path.Combine(Root, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    public void Execute(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={this[database]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public List<string> Query(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={this[database]};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add(string.Join('|', values.Select(value => value is DBNull ? "NULL" : FormattableString.Invariant($"{value}"))));
        }

        return rows;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}

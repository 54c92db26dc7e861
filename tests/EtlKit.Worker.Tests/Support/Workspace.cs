using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace EtlKit.Worker.Tests;

/// <summary>A directory of a test's own, the input files and the database in it, and the variables that configure a worker for them.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-worker-");

    public string Root => _directory.FullName;

    public string this[string name] => Path.Combine(Root, name);

    public IEnumerable<(string Name, string Value)> Variables(params (string Name, string Value)[] more) =>
    [
        ("EtlKit__Pipelines__events__Settings__Input", this["in"]),
        ("ConnectionStrings__Events", $"Data Source={this["events.db"]}"),
        ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
        .. more,
    ];

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    /// <summary>Writes files of good rows, each of which has an id of its own.</summary>
    public void WriteRows(int files, int rows)
    {
        for (var file = 0; file < files; file++)
        {
            var text = new StringBuilder("id,timestamp,value\n");
            for (var row = 0; row < rows; row++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{file}-{row},2021-01-01 12:00:{row % 60:D2},{row}.5\n");
            }

            Write($"in/{file}.csv", text.ToString());
        }
    }

    public List<string> Query(string sql, string database = "events.db")
    {
        using var connection = new SqliteConnection($"Data Source={this[database]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => FormattableString.Invariant($"{reader.GetValue(column)}"))));
        }

        return rows;
    }

    public long CountRows(string database = "events.db") => long.Parse(Query("select count(*) from events", database)[0], CultureInfo.InvariantCulture);

    public void Dispose() => _directory.Delete(recursive: true);
}

using CsvToSqlite;
using Microsoft.Data.Sqlite;

namespace EtlKit.Benchmarks;

/// <summary>The writer of most programs: one prepared command with parameters for each row, and a transaction for each batch.</summary>
internal sealed class CommandEventWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _command;
    private readonly SqliteParameter _id;
    private readonly SqliteParameter _timestamp;
    private readonly SqliteParameter _value;
    private readonly SqliteParameter _sourceFile;

    public CommandEventWriter(string path, bool upsert)
    {
        _connection = EventTable.Open(path, withKey: upsert, EventTable.UsualPages);
        _command = _connection.CreateCommand();
        _command.CommandText = EventTable.Insert(upsert, 1, "$id, $ts, $value, $source_file");
        _id = _command.Parameters.Add("$id", SqliteType.Text);
        _timestamp = _command.Parameters.Add("$ts", SqliteType.Text);
        _value = _command.Parameters.Add("$value", SqliteType.Real);
        _sourceFile = _command.Parameters.Add("$source_file", SqliteType.Text);
    }

    public void Write(ReadOnlySpan<Event> batch)
    {
        using var transaction = _connection.BeginTransaction();
        _command.Transaction = transaction;
        foreach (ref readonly var row in batch)
        {
            _id.Value = row.Id;
            _timestamp.Value = row.Timestamp;
            _value.Value = row.Value;
            _sourceFile.Value = row.SourceFile;
            _command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _command.Dispose();
        _connection.Dispose();
    }
}

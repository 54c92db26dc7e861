using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>A prepared statement.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly sqlite3_stmt _handle;
    private ParameterBinder? _parameters;

    public Statement(Database database, string sql)
    {
        _database = database;
        var code = raw.sqlite3_prepare_v3(database.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle);
        if (code != raw.SQLITE_OK)
        {
            throw database.GetError(code);
        }
    }

    /// <summary>Whether the statement can be prepared anew: the tables that it names, and all that their triggers name, are there.</summary>
    public bool IsRight
    {
        get
        {
            var code = raw.sqlite3_prepare_v3(_database.Handle, raw.sqlite3_sql(_handle), 0, out var handle);
            handle?.Dispose();
            return code == raw.SQLITE_OK;
        }
    }

    public ParameterBinder Parameters => _parameters ??= new ParameterBinder(_handle);

    /// <summary>Goes to the next row of the answer.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw _database.GetError(code),
        };
    }

    /// <summary>Runs the statement, which answers with no rows, and makes it ready to run again.</summary>
    /// <returns>How many rows it has inserted or updated; those of triggers don't count.</returns>
    public int Execute()
    {
        var code = raw.sqlite3_step(_handle);
        if (code != raw.SQLITE_DONE)
        {
            var error = _database.GetError(code);
            _ = raw.sqlite3_reset(_handle); // it repeats the code that is being thrown
            throw error;
        }

        var changes = raw.sqlite3_changes(_database.Handle);
        _ = raw.sqlite3_reset(_handle);
        return changes;
    }

    public string?[] ReadTexts()
    {
        var texts = new string?[raw.sqlite3_column_count(_handle)];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = ReadText(i);
        }

        return texts;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public long ReadInteger(int column) => raw.sqlite3_column_int64(_handle, column);

    /// <summary>Reads text as long as it is, whatever is in it: a NUL character doesn't end it.</summary>
    public string? ReadText(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string();

    public void Dispose() => _handle.Dispose();
}

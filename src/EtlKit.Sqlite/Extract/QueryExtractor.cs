using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>The extractor behind <see cref="SqliteExtractor"/>. It is resumable so that it can reject records; it has no fingerprint, and is resumed by reading over records.</summary>
internal sealed class QueryExtractor<T>(
    string name,
    string connectionString,
    string sql,
    Func<SqliteDataReader, T> map,
    KeyValuePair<string, object?>[] parameters) : IResumableExtractor<T>
{
    private readonly string _database = ConnectionText.NameOf(new SqliteConnectionStringBuilder(connectionString).DataSource);

    public string Name => name;

    public async IAsyncEnumerable<T> ExtractAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var reader in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return map(reader);
        }
    }

    public async IAsyncEnumerable<Extracted<T>> ExtractFromAsync(SourcePosition start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var row = 0L;
        await foreach (var reader in ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (++row > start.Rows)
            {
                yield return Map(reader, new SourcePosition(row));
            }
        }

        if (row < start.Rows)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The query gives {row} rows, but an earlier run has loaded {start.Rows}: it is not the same any more, or has no ORDER BY."));
        }
    }

    private Extracted<T> Map(SqliteDataReader reader, SourcePosition position)
    {
        try
        {
            return new(map(reader), position);
        }
        catch (Exception exception) when (ColumnException.IsOfRow(exception))
        {
            // The message often quotes the value that caused it.
            return new(new Rejection($"the map of the query threw {exception.GetType().Name}") { Exception = exception }, position);
        }
    }

    private async IAsyncEnumerable<SqliteDataReader> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = new SqliteConnection(connectionString);
        Open(connection);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (parameter, value) in parameters)
        {
            command.Parameters.AddWithValue(parameter, value ?? DBNull.Value);
        }

        // A query may work long before its first row, while sorting say.
        using var interrupt = cancellationToken.UnsafeRegister(static handle => raw.sqlite3_interrupt((sqlite3)handle!), connection.Handle);
        using var reader = await Guard(command.ExecuteReader, cancellationToken).ConfigureAwait(false);
        Func<bool> read = reader.Read;
        while (await Guard(read, cancellationToken).ConfigureAwait(false))
        {
            yield return reader;
        }
    }

    private void Open(SqliteConnection connection)
    {
        try
        {
            connection.Open();
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.ExplainQuery(exception, name, _database, "the database can't be opened");
        }
    }

    // Microsoft.Data.Sqlite works synchronously behind its asynchronous methods.
    private ValueTask<TResult> Guard<TResult>(Func<TResult> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return new(read());
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("Reading the query was cancelled.", exception, cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.ExplainQuery(exception, name, _database, "the query failed");
        }
    }
}

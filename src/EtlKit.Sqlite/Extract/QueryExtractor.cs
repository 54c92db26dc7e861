using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>The extractor behind <see cref="SqliteExtractor"/>.</summary>
internal sealed class QueryExtractor<T>(
    string name,
    string connectionString,
    string sql,
    Func<SqliteDataReader, T> map,
    KeyValuePair<string, object?>[] parameters) : IExtractor<T>
{
    public string Name => name;

    public async IAsyncEnumerable<T> ExtractAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
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
            yield return map(reader);
        }
    }

    // Microsoft.Data.Sqlite works synchronously behind its asynchronous methods.
    private static ValueTask<TResult> Guard<TResult>(Func<TResult> read, CancellationToken cancellationToken)
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
    }
}

using System.Buffers;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite;

/// <summary>
/// A row made an expression of the table fail: a CHECK, a generated column, an index, a trigger. SQLite calls that SQLITE_ERROR, as it does everything else that has no
/// code of its own; it is an error of data when the statement itself is right.
/// </summary>
internal sealed class RowException(SqliteException exception) : SqliteException(WithoutValues(exception.Message), raw.SQLITE_ERROR)
{
    // SQLite's messages quote values, if they do, at their end: "bad JSON path: 'x'".
    private static readonly SearchValues<char> BeforeValue = SearchValues.Create(":'\"`");

    private static string WithoutValues(string message)
    {
        var end = message.AsSpan().IndexOfAny(BeforeValue);
        return end < 0 ? message : message[..end].TrimEnd();
    }
}

using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite;

/// <summary>SQLite refused what the loader asked for. The message says what, why and what to do; it holds no values of rows.</summary>
public sealed class SqliteLoaderException : Exception
{
    internal SqliteLoaderException(string message, string table, SqliteException innerException)
        : base(message, innerException)
    {
        Table = table;
        SqliteErrorCode = innerException.SqliteErrorCode;
        SqliteExtendedErrorCode = innerException.SqliteExtendedErrorCode;
    }

    /// <summary>Gets the table that was to be loaded.</summary>
    public string Table { get; }

    /// <summary>Gets SQLite's error code, such as 19 for a broken constraint.</summary>
    public int SqliteErrorCode { get; }

    /// <summary>Gets SQLite's extended error code, such as 1555 for a broken primary key.</summary>
    public int SqliteExtendedErrorCode { get; }
}

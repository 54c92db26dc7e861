using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Comparison;

/// <summary>The number of rows and the sum of their hashes: the same for the same rows in any order.</summary>
internal readonly record struct TableDigest(long Rows, ulong Sum)
{
    public TableDigest With(RowHash row) => new(Rows + 1, unchecked(Sum + row.Value));

    /// <summary>Reads what a query gives.</summary>
    public static TableDigest Of(string database, string query)
    {
        using var connection = new SqliteConnection(EventTable.ConnectionTo(database));
        connection.Open();
        var handle = connection.Handle!;
        if (raw.sqlite3_prepare_v2(handle, query, out var statement) != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"{query}: {raw.sqlite3_errmsg(handle).utf8_to_string()}");
        }

        using (statement)
        {
            var digest = default(TableDigest);
            int code;
            while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                digest = digest.With(HashOf(statement));
            }

            return code == raw.SQLITE_DONE ? digest : throw new InvalidOperationException(raw.sqlite3_errmsg(handle).utf8_to_string());
        }
    }

    private static RowHash HashOf(sqlite3_stmt row)
    {
        var hash = new RowHash();
        for (var column = 0; column < raw.sqlite3_column_count(row); column++)
        {
            hash = raw.sqlite3_column_type(row, column) switch
            {
                raw.SQLITE_TEXT or raw.SQLITE_BLOB => hash.With(raw.sqlite3_column_blob(row, column)),
                raw.SQLITE_FLOAT => hash.With(raw.sqlite3_column_double(row, column)),
                raw.SQLITE_INTEGER => hash.With(raw.sqlite3_column_int64(row, column)),
                _ => hash.With(""u8),
            };
        }

        return hash;
    }
}

using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>A table as it is in the database.</summary>
internal sealed class TableSchema
{
    private TableSchema()
    {
    }

    /// <summary><c>table</c>, <c>view</c>, <c>virtual</c> or <c>shadow</c>.</summary>
    public required string Kind { get; init; }

    public required bool IsStrict { get; init; }

    /// <summary>
    /// The table says by its own <c>ON CONFLICT</c> clauses what a broken constraint does, or its triggers may; a conflict clause of the statement
    /// that writes to the table would overrule both.
    /// </summary>
    public required bool HasConflictRules { get; init; }

    public required List<TableColumn> Columns { get; init; }

    /// <summary>The columns of each primary key and unique index that holds for all rows.</summary>
    public required List<string[]> UniqueKeys { get; init; }

    /// <summary>The column that is the rowid under another name; <see langword="null"/> when there is none.</summary>
    public required string? RowIdColumn { get; init; }

    public TableColumn? Find(string column) => Columns.Find(candidate => SqliteName.Same(candidate.Name, column));

    /// <summary>Reads a table, or returns <see langword="null"/> when there is none of that name.</summary>
    public static TableSchema? Read(Database database, string table)
    {
        const string Find = "SELECT name, sql FROM main.sqlite_schema WHERE type IN ('table', 'view') AND name = ?1 COLLATE NOCASE";
        if (database.Query(Find, table) is not [[var name, var sql]])
        {
            return null;
        }

        var list = database.Query("SELECT type, wr, strict FROM pragma_table_list(?1) WHERE schema = 'main'", name!);
        var (kind, isWithoutRowId, isStrict) = list is [[var type, var wr, var strict]] ? (type!, wr == "1", strict == "1") : ("table", false, false);
        var columns = database
            .Query("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1, 'main') ORDER BY cid", name!)
            .ConvertAll(column => new TableColumn(
                column[0]!,
                column[1] ?? "",
                column[2] == "1",
                column[3] is not null && !column[3]!.Equals("NULL", StringComparison.OrdinalIgnoreCase),
                int.Parse(column[4]!, CultureInfo.InvariantCulture),
                column[5] is "2" or "3",
                column[5] is "1"));
        var key = columns.Where(column => column.KeyPosition > 0).OrderBy(column => column.KeyPosition).Select(column => column.Name).ToArray();
        var uniqueKeys = ReadUniqueIndexes(database, name!);
        var isRowId = kind == "table" && !isWithoutRowId && key.Length == 1 && !uniqueKeys.IsPrimaryKeyIndexed
            && columns.Exists(column => column.KeyPosition == 1 && column.DeclaredType.Equals("INTEGER", StringComparison.OrdinalIgnoreCase));
        if (key.Length > 0)
        {
            uniqueKeys.Keys.Add(key);
        }

        return new TableSchema
        {
            Kind = kind,
            IsStrict = isStrict,
            HasConflictRules = (sql?.Contains("CONFLICT", StringComparison.OrdinalIgnoreCase) ?? false)
                || database.Query("SELECT 1 FROM main.sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE LIMIT 1", name!).Count > 0,
            Columns = columns,
            UniqueKeys = uniqueKeys.Keys,
            RowIdColumn = isRowId ? key[0] : null,
        };
    }

    private static (List<string[]> Keys, bool IsPrimaryKeyIndexed) ReadUniqueIndexes(Database database, string table)
    {
        var keys = new List<string[]>();
        var isPrimaryKeyIndexed = false;
        foreach (var index in database.Query("SELECT name, origin FROM pragma_index_list(?1, 'main') WHERE \"unique\" = 1 AND partial = 0", table))
        {
            isPrimaryKeyIndexed |= index[1] == "pk";
            var columns = ReadIndexColumns(database, index[0]!);
            if (!columns.Contains(null))
            {
                keys.Add(columns!);
            }
        }

        return (keys, isPrimaryKeyIndexed);
    }

    /// <summary>The columns of an index; <see langword="null"/> stands for an expression.</summary>
    public static string?[] ReadIndexColumns(Database database, string index) =>
        [.. database.Query("SELECT name FROM pragma_index_xinfo(?1, 'main') WHERE key = 1 ORDER BY seqno", index).Select(column => column[0])];
}

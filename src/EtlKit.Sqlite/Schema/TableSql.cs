namespace EtlKit.Sqlite;

/// <summary>Writes the statements that create the table and its indexes.</summary>
internal static class TableSql
{
    public static string Create<T>(LoadPlan<T> plan)
    {
        var parts = plan.Columns.Select(column => Define(plan, column)).ToList();
        if (plan.Key.Length > 1)
        {
            parts.Add($"PRIMARY KEY ({InsertSql.Names(plan.Key)})");
        }

        return $"CREATE TABLE main.{SqliteName.Quote(plan.Table)} ({string.Join(", ", parts)})" + (plan.WithoutRowId ? " WITHOUT ROWID" : "");
    }

    public static string CreateIndex(string table, IndexSpec index) =>
        $"CREATE {(index.IsUnique ? "UNIQUE " : "")}INDEX main.{SqliteName.Quote(index.GetName(table))} ON {SqliteName.Quote(table)} "
        + $"({string.Join(", ", index.Columns.Select(SqliteName.Quote))})";

    // NULLs in a key would never be duplicates of each other, so a key column is NOT NULL unless the user says otherwise.
    private static string Define<T>(LoadPlan<T> plan, ColumnSpec<T> column) =>
        $"{SqliteName.Quote(column.Name)} {column.DeclaredType}"
        + (column.NotNull ?? plan.Key.Contains(column) ? " NOT NULL" : "")
        + (plan.Key is [var only] && only == column ? " PRIMARY KEY" : "");
}

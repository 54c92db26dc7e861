namespace EtlKit.Sqlite;

/// <summary>Decides whether the rows of a batch may be written in the order of their key.</summary>
internal static class KeyOrder
{
    /// <summary>
    /// Whether the table is the same afterwards as if the rows had been written as they came: rows of one key are known to be such, and no row depends on another.
    /// </summary>
    public static bool IsSafe<T>(Database database, LoadPlan<T> plan, TableSchema schema) =>
        plan is { SortByKey: true, Mode: LoadMode.Upsert or LoadMode.InsertOrIgnore, Key.Length: > 0 }
        && Array.TrueForAll(plan.Key, column => column.Column.HasOrder)

        // What triggers do may depend on the order, and another unique index may be broken in one order and not in another.
        && schema is { Kind: "table", HasConflictRules: false }
        && HasNoOtherKey(database, plan, schema)
        && !RefersToItself(database, plan.Table)
        && IsBinary(database, plan);

    private static bool HasNoOtherKey<T>(Database database, LoadPlan<T> plan, TableSchema schema)
    {
        var key = plan.Key.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

        // The index of a primary key is there beside it; partial indexes and those of expressions are not among the keys.
        return schema.UniqueKeys.TrueForAll(key.SetEquals)
            && database.Query("SELECT 1 FROM pragma_index_list(?1, 'main') WHERE \"unique\" = 1", plan.Table).Count <= 1;
    }

    private static bool RefersToItself(Database database, string table) =>
        database.Query("SELECT 1 FROM pragma_foreign_key_list(?1, 'main') WHERE \"table\" = ?1 COLLATE NOCASE LIMIT 1", table).Count > 0;

    // Under another collation, keys are the same that don't look so.
    private static bool IsBinary<T>(Database database, LoadPlan<T> plan) =>
        database.Query(
            "SELECT 1 FROM pragma_index_list(?1, 'main') l, pragma_index_xinfo(l.name, 'main') c WHERE l.\"unique\" = 1 AND c.key = 1 AND c.coll <> 'BINARY' LIMIT 1",
            plan.Table).Count == 0

        // And in UTF-16, some characters are.
        && database.QueryText("PRAGMA encoding") == "UTF-8";
}

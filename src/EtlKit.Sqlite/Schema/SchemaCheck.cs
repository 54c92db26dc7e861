namespace EtlKit.Sqlite;

/// <summary>Finds all that keeps a loader from writing to a table, or would change what it writes.</summary>
internal static class SchemaCheck
{
    public static List<string> FindDifferences<T>(Database database, LoadPlan<T> plan, TableSchema schema)
    {
        var usesConflict = plan.Mode != LoadMode.Append && (plan.Key.Length > 0 || plan.Mode == LoadMode.InsertOrIgnore);
        if (schema.Kind == "view" || (schema.Kind == "virtual" && usesConflict))
        {
            return [$"it is a {(schema.Kind == "view" ? "view" : "virtual table, which can't resolve conflicts of keys")}: name an ordinary table"];
        }

        var differences = new List<string>();
        foreach (var column in plan.Columns)
        {
            CheckColumn(column, schema, differences);
        }

        foreach (var column in schema.Columns.Where(column => IsRequired(column, schema)))
        {
            if (!plan.Columns.Any(candidate => SqliteName.Same(candidate.Name, column.Name)))
            {
                differences.Add(
                    $"the column \"{column.Name}\" is NOT NULL and has no default, but the loader doesn't write it: write it, or give it a default");
            }
        }

        if (usesConflict && plan.Key.Length > 0)
        {
            CheckKey(plan, schema, differences);
        }

        foreach (var index in plan.Indexes)
        {
            CheckIndex(database, plan.Table, index, differences);
        }

        return differences;
    }

    private static bool IsRequired(TableColumn column, TableSchema schema) =>
        column is { IsNotNull: true, HasDefault: false, IsGenerated: false, IsHidden: false } && column.Name != schema.RowIdColumn;

    private static void CheckColumn<T>(ColumnSpec<T> column, TableSchema schema, List<string> differences)
    {
        var name = $"the column \"{column.Name}\"";
        if (schema.Find(column.Name) is not { } existing)
        {
            differences.Add($"{name} is missing: add it with ALTER TABLE, or leave it out of the loader's columns");
        }
        else if (existing.IsGenerated)
        {
            differences.Add($"{name} is generated and can't be written: leave it out of the loader's columns");
        }
        else if (schema.RowIdColumn == existing.Name && column.Column.StoredAs != StoredAs.Integer)
        {
            differences.Add(
                $"{name} is the rowid and takes integers only, but its values are stored as {Describe(column.Column.StoredAs)}: "
                + "change the one or the other");
        }
        else if (Affinities.FindChange(Affinities.Of(existing.DeclaredType, schema.IsStrict), column.Column.StoredAs) is { } change)
        {
            var type = existing.DeclaredType.Length == 0 ? "without a type" : existing.DeclaredType;
            differences.Add(
                $"{name} is declared {type} and {change}, but its values are stored as {Describe(column.Column.StoredAs)}: "
                + "change the one or the other");
        }
    }

    private static void CheckKey<T>(LoadPlan<T> plan, TableSchema schema, List<string> differences)
    {
        var key = plan.Key.Select(column => column.Name).ToArray();
        var planned = plan.Indexes.Where(index => index.IsUnique).Select(index => index.Columns);
        if (!schema.UniqueKeys.Concat(planned).Any(unique => IsSameSet(unique, key)))
        {
            differences.Add(
                $"no PRIMARY KEY and no UNIQUE index is over exactly the key ({InsertSql.Names(plan.Key)}); "
                + "partial indexes and those on expressions don't count: "
                + "create one, for example by UniqueIndex(…), or name another key");
        }
    }

    private static void CheckIndex(Database database, string table, IndexSpec index, List<string> differences)
    {
        var name = index.GetName(table);
        if (database.Query("SELECT tbl_name FROM main.sqlite_schema WHERE type = 'index' AND name = ?1 COLLATE NOCASE", name) is not [[var owner]])
        {
            return;
        }

        var isUnique = database.Query("SELECT 1 FROM pragma_index_list(?1, 'main') WHERE name = ?2 COLLATE NOCASE AND \"unique\" = 1", owner!, name).Count > 0;
        var columns = TableSchema.ReadIndexColumns(database, name);
        if (!SqliteName.Same(owner, table) || isUnique != index.IsUnique || !columns.SequenceEqual(index.Columns, StringComparer.OrdinalIgnoreCase))
        {
            differences.Add($"there is an index \"{name}\" already, but of another table, of other columns, or unique where this one isn't: drop or rename it");
        }
    }

    private static bool IsSameSet(IReadOnlyList<string> unique, string[] key) =>
        unique.Count == key.Length && unique.All(column => key.Contains(column, StringComparer.OrdinalIgnoreCase));

    private static string Describe(StoredAs storedAs) => storedAs switch
    {
        StoredAs.Integer => "integers",
        StoredAs.Real => "floating-point numbers",
        StoredAs.Blob => "blobs",
        _ => "text",
    };
}

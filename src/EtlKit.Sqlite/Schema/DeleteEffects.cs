namespace EtlKit.Sqlite;

/// <summary>Finds what deleting the rows of a table would set off in other tables.</summary>
internal static class DeleteEffects
{
    public static List<string> Find(Database database, string table)
    {
        var effects = new List<string>();
        var foreignKeys = database.QueryText("PRAGMA foreign_keys") == "1";
        if (foreignKeys)
        {
            foreach (var reference in database.Query(
                "SELECT DISTINCT t.name, f.on_delete FROM main.sqlite_schema t, pragma_foreign_key_list(t.name, 'main') f "
                + "WHERE t.type = 'table' AND f.\"table\" = ?1 COLLATE NOCASE AND f.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT')",
                table))
            {
                effects.Add(
                    $"the table \"{reference[0]}\" refers to it with ON DELETE {reference[1]}, "
                    + $"so that replacing the rows would change that table, too: {WhatToDo}");
            }
        }

        if (HasDeleteTrigger(database, table, foreignKeys))
        {
            effects.Add($"it has a trigger on DELETE, which replacing the rows would fire for each of them: {WhatToDo}");
        }

        return effects;
    }

    private const string WhatToDo = "remove it, use Upsert, or set AllowDeleteEffects";

    // The text of a trigger is hard to read safely, but the plan of a DELETE shows whether it runs a program; actions of foreign keys would show, too.
    private static bool HasDeleteTrigger(Database database, string table, bool foreignKeys)
    {
        if (database.Query("SELECT 1 FROM main.sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1 COLLATE NOCASE LIMIT 1", table).Count == 0)
        {
            return false;
        }

        // Not within a transaction: there the setting can't be changed.
        database.Execute("PRAGMA foreign_keys = OFF");
        try
        {
            return database.Query($"EXPLAIN DELETE FROM main.{SqliteName.Quote(table)}").Exists(step => step[1] == "Program");
        }
        finally
        {
            database.Execute($"PRAGMA foreign_keys = {(foreignKeys ? "ON" : "OFF")}");
        }
    }
}

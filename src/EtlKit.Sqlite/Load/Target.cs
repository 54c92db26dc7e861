using Microsoft.Extensions.Logging;

namespace EtlKit.Sqlite;

/// <summary>Makes a connection ready: pragmas, the table and its indexes, and the check that the loader can write to it.</summary>
internal static class Target
{
    /// <summary>Returns the table as it is then.</summary>
    public static TableSchema Prepare<T>(Database database, LoadPlan<T> plan, ILogger logger)
    {
        SetPragmas(database, plan, logger);
        var schema = TableSchema.Read(database, plan.Table);
        if (schema is null && !plan.CreateTable)
        {
            throw new SqliteSchemaException(plan.Table, plan.Database, ["it is missing: create it, or set CreateTable to true"]);
        }

        if (schema is not null)
        {
            Check(database, plan, schema, plan is { Mode: LoadMode.Replace, AllowDeleteEffects: false } ? DeleteEffects.Find(database, plan.Table) : []);
        }

        return schema is not null && plan.Indexes.All(index => Exists(database, index.GetName(plan.Table))) ? schema : Create(database, plan);
    }

    private static TableSchema Create<T>(Database database, LoadPlan<T> plan)
    {
        using var transaction = new Transaction(database);
        return transaction.Run(
            immediate: true,
            static (work, _) =>
            {
                if (TableSchema.Read(work.database, work.plan.Table) is null)
                {
                    CheckpointStore.Forget(work.database, work.plan.Table);
                    work.database.Execute(TableSql.Create(work.plan));
                }

                var schema = TableSchema.Read(work.database, work.plan.Table)!;
                Check(work.database, work.plan, schema, []);
                foreach (var index in work.plan.Indexes.Where(index => !Exists(work.database, index.GetName(work.plan.Table))))
                {
                    work.database.Execute(TableSql.CreateIndex(work.plan.Table, index));
                }

                return schema;
            },
            (database, plan),
            CancellationToken.None);
    }

    private static void Check<T>(Database database, LoadPlan<T> plan, TableSchema schema, List<string> effects)
    {
        List<string> differences = [.. SchemaCheck.FindDifferences(database, plan, schema), .. effects];
        if (differences.Count > 0)
        {
            throw new SqliteSchemaException(plan.Table, plan.Database, differences);
        }
    }

    private static bool Exists(Database database, string index) =>
        database.Query("SELECT 1 FROM main.sqlite_schema WHERE type = 'index' AND name = ?1 COLLATE NOCASE", index).Count > 0;

    private static void SetPragmas<T>(Database database, LoadPlan<T> plan, ILogger logger)
    {
        foreach (var (name, value, whenEmpty) in plan.Pragmas)
        {
            if (whenEmpty && database.QueryText("PRAGMA page_count") != "0")
            {
                continue;
            }

            var answer = database.QueryText($"PRAGMA {name} = {value}");
            if (SqliteName.Same(name, "journal_mode") && !SqliteName.Same(answer, value) && !SqliteName.Same(answer, "memory"))
            {
                Log.JournalModeDiffers(logger, plan.Table, value, answer);
            }

            if (whenEmpty)
            {
                // SQLite goes on with as many pages as the cache could hold of the size before, until it is told again how many bytes that may be.
                database.Execute($"PRAGMA cache_size = {database.QueryText("PRAGMA cache_size")}");
            }
        }
    }
}

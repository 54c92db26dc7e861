using Microsoft.Extensions.Logging;

namespace EtlKit.Sqlite;

/// <summary>Makes a connection ready: pragmas, the table and its indexes, and the check that the loader can write to it.</summary>
internal static class Target
{
    public static void Prepare<T>(Database database, LoadPlan<T> plan, ILogger logger)
    {
        SetPragmas(database, plan, logger);
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            database.Execute(TableSql.Create(plan));
            database.Execute("COMMIT");
        }
        catch
        {
            if (database.InTransaction)
            {
                database.Execute("ROLLBACK");
            }

            throw;
        }
    }

    private static void SetPragmas<T>(Database database, LoadPlan<T> plan, ILogger logger)
    {
        foreach (var (name, value) in plan.Pragmas)
        {
            var answer = database.QueryText($"PRAGMA {name} = {value}");
            if (SqliteName.Same(name, "journal_mode") && !SqliteName.Same(answer, value) && !SqliteName.Same(answer, "memory"))
            {
                Log.JournalModeDiffers(logger, plan.Table, value, answer);
            }
        }
    }
}

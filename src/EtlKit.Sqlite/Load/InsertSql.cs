using System.Text;

namespace EtlKit.Sqlite;

/// <summary>Writes the statements that load rows.</summary>
internal static class InsertSql
{
    /// <summary>Writes the INSERT of a number of rows, for every mode but Replace.</summary>
    public static string ForRows<T>(LoadPlan<T> plan, TableSchema schema, int rows) =>
        InsertInto(plan, schema) + Values(plan.Columns.Length, rows) + plan.Mode switch
        {
            LoadMode.Upsert => OnConflictUpdate(plan, plan.SkipUnchanged),
            // Not INSERT OR IGNORE, which would hide broken NOT NULL and CHECK constraints, too.
            LoadMode.InsertOrIgnore => " ON CONFLICT" + Target(plan) + " DO NOTHING",
            _ => "",
        };

    /// <summary>Writes the INSERT that moves rows from the staging table into the target; of two rows with one key the later one wins.</summary>
    public static string FromStaging<T>(LoadPlan<T> plan, TableSchema schema, string staging) =>
        // WHERE true keeps the parser from reading ON CONFLICT as the condition of a join.
        InsertInto(plan, schema) + $" SELECT {Names(plan.Columns)} FROM {staging} WHERE true ORDER BY rowid"
        + (plan.Key.Length > 0 ? OnConflictUpdate(plan, skipUnchanged: false) : "");

    public static string ForStaging<T>(LoadPlan<T> plan, string staging, int rows) =>
        $"INSERT INTO {staging} ({Names(plan.Columns)})" + Values(plan.Columns.Length, rows);

    public static string Names<T>(IEnumerable<ColumnSpec<T>> columns) => string.Join(", ", columns.Select(column => SqliteName.Quote(column.Name)));

    // OR FAIL spares SQLite the journal by which it could undo this statement alone, which costs a tenth of the speed: the whole batch is rolled back
    // after an error anyway. It would overrule what the table or its triggers say about broken constraints, though.
    private static string InsertInto<T>(LoadPlan<T> plan, TableSchema schema) =>
        $"INSERT {(schema.HasConflictRules ? "" : "OR FAIL ")}INTO main.{SqliteName.Quote(plan.Table)} ({Names(plan.Columns)})";

    private static string Target<T>(LoadPlan<T> plan) => plan.Key.Length == 0 ? "" : $" ({Names(plan.Key)})";

    private static string OnConflictUpdate<T>(LoadPlan<T> plan, bool skipUnchanged)
    {
        var values = plan.Columns.Except(plan.Key).Select(column => SqliteName.Quote(column.Name)).ToList();
        if (values.Count == 0)
        {
            return $" ON CONFLICT{Target(plan)} DO NOTHING";
        }

        var update = $" ON CONFLICT{Target(plan)} DO UPDATE SET " + string.Join(", ", values.Select(value => $"{value} = excluded.{value}"));
        return skipUnchanged
            ? update + " WHERE " + string.Join(" OR ", values.Select(value => $"{SqliteName.Quote(plan.Table)}.{value} IS NOT excluded.{value}"))
            : update;
    }

    private static string Values(int columns, int rows)
    {
        var row = "(" + string.Join(", ", Enumerable.Repeat("?", columns)) + ")";
        var values = new StringBuilder(" VALUES ");
        for (var i = 0; i < rows; i++)
        {
            values.Append(i == 0 ? "" : ", ").Append(row);
        }

        return values.ToString();
    }
}

using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>The table of checkpoints, and the version of its columns, which is kept in a table of its own.</summary>
internal static class CheckpointTable
{
    public const string Name = "etlkit_checkpoints";

    private const string VersionTable = "etlkit_schema";
    private const string Version = "1";

    // Two pipelines may load one table, and SQLite doesn't tell the names of tables apart by case.
    private const string Create = $"""
        CREATE TABLE main.{Name} (
            pipeline TEXT NOT NULL,
            target TEXT NOT NULL COLLATE NOCASE,
            source TEXT NOT NULL,
            rows INTEGER NOT NULL,
            lines INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            outcomes INTEGER NOT NULL,
            finished INTEGER NOT NULL,
            rejected INTEGER NOT NULL,
            length INTEGER,
            modified TEXT,
            head TEXT,
            tail TEXT,
            run TEXT NOT NULL,
            PRIMARY KEY (pipeline, target, source)
        ) WITHOUT ROWID
        """;

    /// <summary>Creates the table when it is missing.</summary>
    /// <exception cref="SqliteSchemaException">The table was made by another version.</exception>
    public static void Ensure(Database database, Transaction transaction)
    {
        if (!Exists(database))
        {
            // Two processes may get here at once; the second one waits for the first.
            transaction.Run(
                immediate: true,
                static (database, _) =>
                {
                    if (!Exists(database))
                    {
                        database.Execute($"CREATE TABLE IF NOT EXISTS main.{VersionTable} (name TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID");
                        database.Execute($"INSERT INTO main.{VersionTable} VALUES ('{Name}', {Version}) ON CONFLICT DO UPDATE SET version = excluded.version");
                        database.Execute(Create);
                    }

                    return 0;
                },
                database,
                CancellationToken.None);
        }

        CheckVersion(database);
    }

    /// <summary>Removes all checkpoints for a table whose rows are gone: it is created anew, or replaced. Within that transaction.</summary>
    public static void Forget(Database database, string target)
    {
        if (!Exists(database))
        {
            return;
        }

        CheckVersion(database);
        using var delete = database.Prepare($"DELETE FROM main.{Name} WHERE target = ?1");
        delete.Parameters.BindText(1, target);
        delete.Execute();
    }

    /// <summary>Whether a table is the library's own, so that no rows can be loaded into it.</summary>
    public static bool IsReserved(string table) => SqliteName.Same(table, Name) || SqliteName.Same(table, VersionTable);

    private static bool Exists(Database database) => Exists(database, Name);

    private static bool Exists(Database database, string table) =>
        database.Query("SELECT 1 FROM main.sqlite_schema WHERE name = ?1 COLLATE NOCASE", table).Count > 0;

    private static void CheckVersion(Database database)
    {
        var version = Exists(database, VersionTable) ? database.QueryText($"SELECT version FROM main.{VersionTable} WHERE name = '{Name}'") : null;
        if (version != Version)
        {
            throw new SqliteSchemaException(
                Name,
                database.Name,
                [
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"it is of version {version ?? "none"} by the table {VersionTable}, but this version of EtlKit.Sqlite knows version {Version} only: ")
                    + $"use the version that made it, or drop {Name}, after which every source is read from its start",
                ]);
        }
    }
}

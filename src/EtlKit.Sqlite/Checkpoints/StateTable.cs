using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>A table in which the state of pipelines is kept beside their rows. The version of its columns is kept in a table of its own.</summary>
/// <param name="name">Its name.</param>
/// <param name="version">The version of its columns.</param>
/// <param name="columns">Its columns beside those for the pipeline and the table into which it loads.</param>
/// <param name="withoutIt">What dropping it means.</param>
/// <param name="options">What follows the columns.</param>
/// <param name="index">The columns of its index.</param>
internal sealed class StateTable(string name, int version, string columns, string withoutIt, string options = "WITHOUT ROWID", string? index = null)
{
    private const string VersionTable = "etlkit_schema";

    /// <summary>How far each source is loaded.</summary>
    public static readonly StateTable Checkpoints = new(
        "etlkit_checkpoints",
        1,
        """
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
        """,
        "every source is read from its start");

    /// <summary>Which run of each pipeline may load.</summary>
    public static readonly StateTable Locks = new(
        "etlkit_locks",
        1,
        """
            epoch INTEGER NOT NULL,
            run TEXT NOT NULL,
            machine TEXT NOT NULL,
            process_id INTEGER NOT NULL,
            process TEXT NOT NULL,
            acquired TEXT NOT NULL,
            heartbeat TEXT NOT NULL,
            lease_ms INTEGER NOT NULL,
            released INTEGER NOT NULL,
            PRIMARY KEY (pipeline, target)
        """,
        "the locks of runs that are going on are gone");

    /// <summary>The dead letters.</summary>
    public static readonly StateTable Rejects = new(
        "etlkit_rejects",
        1,
        """
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run TEXT NOT NULL,
            rejected_at TEXT NOT NULL,
            source TEXT NOT NULL,
            row INTEGER NOT NULL,
            line INTEGER NOT NULL,
            branch TEXT,
            stage TEXT NOT NULL,
            reason TEXT NOT NULL,
            code TEXT,
            raw TEXT,
            value TEXT,
            size INTEGER NOT NULL,
            status TEXT NOT NULL DEFAULT 'open',
            replayed_by TEXT,
            replayed_at TEXT
        """,
        "the rejects in it can't be replayed",
        options: "",
        index: "pipeline, target, source, status");

    private static readonly StateTable[] All = [Checkpoints, Locks, Rejects];

    public string Name => name;

    /// <summary>Whether a table is the library's own, so that no rows can be loaded into it.</summary>
    public static bool IsReserved(string table) => SqliteName.Same(table, VersionTable) || All.Any(own => SqliteName.Same(table, own.Name));

    /// <summary>Creates the table when it is missing.</summary>
    /// <exception cref="SqliteSchemaException">The table was made by another version.</exception>
    public void Ensure(Database database, Transaction transaction)
    {
        if (!Exists(database))
        {
            // Two processes may get here at once; the second one waits for the first.
            transaction.Run(immediate: true, static (work, _) => work.Table.CreateIfMissing(work.Database), (Table: this, Database: database), CancellationToken.None);
        }

        CheckVersion(database);
    }

    /// <summary>Creates the table when it is missing, within the transaction that is open: it goes when that is rolled back.</summary>
    /// <exception cref="SqliteSchemaException">The table was made by another version.</exception>
    public void EnsureWithin(Database database)
    {
        _ = CreateIfMissing(database);
        CheckVersion(database);
    }

    /// <summary>Whether the table is there.</summary>
    /// <exception cref="SqliteSchemaException">It is, but was made by another version.</exception>
    public bool IsThere(Database database)
    {
        if (!Exists(database))
        {
            return false;
        }

        CheckVersion(database);
        return true;
    }

    private int CreateIfMissing(Database database)
    {
        if (Exists(database))
        {
            return 0;
        }

        // Two pipelines may load one table, and SQLite doesn't tell the names of tables apart by case.
        database.Execute($"CREATE TABLE IF NOT EXISTS main.{VersionTable} (name TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID");
        database.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO main.{VersionTable} VALUES ('{name}', {version}) ON CONFLICT DO UPDATE SET version = excluded.version"));
        database.Execute($"CREATE TABLE main.{name} (pipeline TEXT NOT NULL, target TEXT NOT NULL COLLATE NOCASE, {columns}) {options}");
        if (index is not null)
        {
            database.Execute($"CREATE INDEX main.{name}_index ON {name} ({index})");
        }

        return 1;
    }

    private bool Exists(Database database) => Exists(database, name);

    private static bool Exists(Database database, string table) =>
        database.Query("SELECT 1 FROM main.sqlite_schema WHERE name = ?1 COLLATE NOCASE", table).Count > 0;

    private void CheckVersion(Database database)
    {
        var found = Exists(database, VersionTable) ? database.QueryText($"SELECT version FROM main.{VersionTable} WHERE name = '{name}'") : null;
        var expected = version.ToString(CultureInfo.InvariantCulture);
        if (found != expected)
        {
            throw new SqliteSchemaException(
                name,
                database.Name,
                [
                    $"it is of version {found ?? "none"} by the table {VersionTable}, but this version of EtlKit.Sqlite knows version {expected} only: "
                    + $"use the version that made it, or drop {name}, after which {withoutIt}",
                ]);
        }
    }
}

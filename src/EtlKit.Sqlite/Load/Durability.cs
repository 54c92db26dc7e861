using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>Makes everything that was committed before safe from a power cut.</summary>
/// <remarks>
/// With a write-ahead log and <c>synchronous=NORMAL</c> a commit is not synced, and a checkpoint, which syncs, may be held back by a reader. A commit
/// under <c>synchronous=EXTRA</c> syncs the whole log file, with all earlier commits in it, whoever is reading; but only when it has written something.
/// So <c>user_version</c> is written with the value it has.
/// </remarks>
internal static class Durability
{
    /// <summary>Runs work whose transaction is synced when it commits; the setting is put back afterwards.</summary>
    public static void Synced(Database database, Action work)
    {
        // Not inside a transaction: there the setting can't be changed.
        var before = database.QueryText("PRAGMA main.synchronous") ?? "1";
        database.Execute("PRAGMA main.synchronous = EXTRA");
        try
        {
            work();

            // Once more, after the last commit.
            database.ThrowIfMoved();
        }
        finally
        {
            database.Execute($"PRAGMA main.synchronous = {before}");
        }
    }

    /// <summary>Writes a page, so that the commit has something to sync. To be called within a transaction.</summary>
    public static void Touch(Database database)
    {
        var version = int.Parse(database.QueryText("PRAGMA main.user_version") ?? "0", CultureInfo.InvariantCulture);
        database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA main.user_version = {version}"));
    }
}

using SQLitePCL;

namespace EtlKit.Sqlite.Tests;

/// <summary>
/// A commit under <c>synchronous=EXTRA</c> syncs the write-ahead log, when it has written something; these tests see to both. That SQLite then calls
/// fsync can be seen with <c>strace -f -y -e trace=fsync,pwrite64</c>.
/// </summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task CompleteAsync_Upsert_CommitsAWriteUnderExtraSynchronous()
    {
        _database.Execute("PRAGMA user_version = 42");
        await using var session = (TableSession<Event>)await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id).OpenAsync();
        await session.LoadAsync(Sessions.Events(10));
        var statements = new List<string>();
        raw.sqlite3_trace(session.Database.Handle, (_, sql) => statements.Add(sql), null);
        await session.CompleteAsync(Sessions.Token);
        raw.sqlite3_trace(session.Database.Handle, (strdelegate_trace)null!, null);

        statements.Should().Equal(
            "PRAGMA main.synchronous",
            "PRAGMA main.synchronous = EXTRA",
            "BEGIN IMMEDIATE",
            "PRAGMA main.user_version",
            "PRAGMA main.user_version = 42",
            "COMMIT",
            "PRAGMA main.synchronous = 1");
        _database.Scalar("PRAGMA user_version").Should().Be(42L);
    }

    [Fact]
    public async Task CompleteAsync_ReaderHoldsASnapshot_StillWritesAFrameToTheLog()
    {
        await using var session = await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id).OpenAsync();
        using var reader = _database.Open();
        TestDatabase.Execute(reader, "BEGIN; SELECT * FROM events");
        await session.LoadAsync(Sessions.Events(10));
        var before = new FileInfo(_database.File + "-wal").Length;
        await session.CompleteAsync(Sessions.Token);

        new FileInfo(_database.File + "-wal").Length.Should().BeGreaterThan(before);
    }

    [Fact]
    [Trait("Bug", "SQLite: a power cut under synchronous=NORMAL")]
    public async Task RunAsync_PowerIsCutAndTheEndOfTheLogIsLost_RowsAndCheckpointsAreLostTogether()
    {
        // The last connection that is closed empties the log: this one is open until the log has been looked at.
        using var keeper = _database.Open();
        TestDatabase.Execute(keeper, "PRAGMA journal_mode = WAL; SELECT * FROM sqlite_schema");
        var pipeline = new PipelineBuilder("p")
            .Extract(Extractor.From("a", Sessions.Events(200).Concat(Sessions.Break())))
            .Load(SqliteLoader.Append<Event>(_database.ConnectionString, "events"))
            .Configure(o => o.BatchSize = 10)
            .WithCheckpoints()
            .Build();
        await FluentActions.Awaiting(() => pipeline.RunAsync(Sessions.Token)).Should().ThrowAsync<PipelineException>();
        var log = await ReadSharedAsync(_database.File + "-wal");

        var seen = new HashSet<long>();
        for (var length = 0; length <= log.Length; length += 3_000)
        {
            var (rows, checkpoint) = await ReadAfterCutAsync(log[..length]);
            rows.Should().Be(checkpoint, $"{length} of {log.Length} bytes of the log are left");
            seen.Add(rows);
        }

        seen.Should().HaveCountGreaterThan(15, "the cuts fell between the commits");
    }

    /// <summary>What is in a database whose log ends there: how many rows, and how many the checkpoint says.</summary>
    private async Task<(long Rows, long Checkpoint)> ReadAfterCutAsync(byte[] log)
    {
        using var copy = new TestDatabase();
        await File.WriteAllBytesAsync(copy.File, await ReadSharedAsync(_database.File), Sessions.Token);
        await File.WriteAllBytesAsync(copy.File + "-wal", log, Sessions.Token);
        return (Sum("events", "count(*)"), Sum("etlkit_checkpoints", "sum(rows + (outcomes > 0))"));

        long Sum(string table, string what) =>
            (long)copy.Scalar($"SELECT count(*) FROM sqlite_schema WHERE name = '{table}'")! == 0 ? 0 : copy.Scalar($"SELECT {what} FROM {table}") as long? ?? 0;
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, Sessions.Token);
        return bytes.ToArray();
    }
}

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
}

using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite.Tests;

/// <summary>A session is complete only when what it has committed is in the file at the path.</summary>
public sealed class MovedFileTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private SqliteConnection? _other;

    public static TheoryData<string, string, string> Faults
    {
        get
        {
            var faults = new TheoryData<string, string, string>();
            foreach (var mode in new[] { "append", "replace" })
            {
                foreach (var journal in new[] { "WAL", "DELETE" })
                {
                    foreach (var fault in new[] { "deleted", "moved", "replaced", "replaced but for the log", "replaced and locked" })
                    {
                        faults.Add(mode, journal, fault);
                    }
                }
            }

            return faults;
        }
    }

    public void Dispose()
    {
        _other?.Dispose();
        _database.Dispose();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task CompleteAsync_FileIsNotThereAnyMore_Fails(string mode, string journal, string fault)
    {
        Action<SqliteLoaderOptions<Event>> configure = o => o.Pragma("journal_mode", journal);
        var loader = mode == "append"
            ? SqliteLoader.Append(_database.ConnectionString, "events", configure)
            : SqliteLoader.Replace(_database.ConnectionString, "events", configure: configure);
        await using var session = await loader.OpenAsync();
        await session.LoadAsync(Sessions.Events(10));
        Strike(fault, journal);

        var act = () => session.CompleteAsync(Sessions.Token).AsTask();

        var error = (await act.Should().ThrowAsync<SqliteLoaderException>()).WithMessage("*deleted, moved or replaced while the run wrote to it*").Which;
        error.SqliteExtendedErrorCode.Should().Be(1032);
        loader.Classify(error).Should().Be(ErrorKind.Fatal);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task LoadAsync_FileIsNotThereAnyMore_Fails(string mode, string journal, string fault)
    {
        Action<SqliteLoaderOptions<Event>> configure = o => o.Pragma("journal_mode", journal);
        var loader = mode == "append"
            ? SqliteLoader.Append(_database.ConnectionString, "events", configure)
            : SqliteLoader.Replace(_database.ConnectionString, "events", configure: configure);
        await using var session = await loader.OpenAsync();
        await session.LoadAsync(Sessions.Events(10));
        Strike(fault, journal);

        var act = () => session.LoadAsync(Sessions.Events(10));

        (await act.Should().ThrowAsync<SqliteLoaderException>()).Which.SqliteExtendedErrorCode.Should().Be(1032, "a long run doesn't go on to its end");
    }

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task CompleteAsync_OthersReadAndWriteTheFileMeanwhile_Completes(string journal)
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Pragma("journal_mode", journal));
        await using var session = await loader.OpenAsync();
        await session.LoadAsync(Sessions.Events(10));
        _database.Execute("INSERT INTO events(Id) VALUES('other')");
        using var reader = _database.Open();
        if (journal == "WAL")
        {
            TestDatabase.Execute(reader, "BEGIN; SELECT * FROM events");
        }

        await session.CompleteAsync(Sessions.Token);
        await session.CompleteAsync(Sessions.Token);

        _database.Scalar("SELECT count(*) FROM events").Should().Be(11L);
    }

    [Fact]
    public async Task CompleteAsync_NobodyElseMayOpenTheFile_Completes()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Pragma("locking_mode", "EXCLUSIVE"));

        (await loader.RunAsync(Sessions.Events(10))).Loaded.Should().Be(10);
    }

    [Fact]
    public async Task CompleteAsync_UriWithParameters_Completes()
    {
        (await SqliteLoader.Append<Event>($"Data Source=file:{_database.File}?mode=rwc", "events").RunAsync(Sessions.Events(10))).Loaded.Should().Be(10);
        (await SqliteLoader.Append<Event>($"Data Source=file:{_database.File}", "events").RunAsync(Sessions.Events(10))).Loaded.Should().Be(10);
        (await SqliteLoader.Append<Event>("Data Source=file:m?mode=memory", "events").RunAsync(Sessions.Events(10))).Loaded.Should().Be(10);
        (await SqliteLoader.Append<Event>("Data Source=:memory:", "events").RunAsync(Sessions.Events(10))).Loaded.Should().Be(10);
        (await SqliteLoader.Append<Event>("Data Source=", "events").RunAsync(Sessions.Events(10))).Loaded.Should().Be(10);
        (await SqliteLoader.Append<Event>($"Data Source={_database.File};Cache=Shared", "events").RunAsync(Sessions.Events(10))).Loaded.Should().Be(10);

        _database.Scalar("SELECT count(*) FROM events").Should().Be(30L);
    }

    private void Strike(string fault, string journal)
    {
        string[] beside = ["", "-wal", "-shm", "-journal"];
        switch (fault)
        {
            case "deleted":
                Array.ForEach(beside, suffix => File.Delete(_database.File + suffix));
                break;
            case "moved":
                foreach (var suffix in beside.Where(suffix => File.Exists(_database.File + suffix)))
                {
                    File.Move(_database.File + suffix, _database.File + ".old" + suffix);
                }

                break;
            default:
                using (var other = new SqliteConnection($"Data Source={_database.File}.new;Pooling=False"))
                {
                    other.Open();
                    TestDatabase.Execute(other, $"PRAGMA journal_mode = {journal}; CREATE TABLE events(Id, Timestamp, Value, SourceFile)");
                }

                File.Move(_database.File + ".new", _database.File, overwrite: true);
                if (fault != "replaced but for the log")
                {
                    Array.ForEach(beside[1..], suffix => File.Delete(_database.File + suffix));
                }

                if (fault == "replaced and locked")
                {
                    _other = _database.Open();
                    TestDatabase.Execute(_other, "BEGIN IMMEDIATE");
                }

                break;
        }
    }
}

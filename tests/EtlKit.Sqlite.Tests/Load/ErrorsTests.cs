using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite.Tests;

public sealed class ErrorsTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task LoadAsync_DatabaseLocked_IsTransientAndThenWorks(string journalMode)
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Pragma("journal_mode", journalMode).BusyTimeout = TimeSpan.Zero);
        await using var session = await loader.OpenAsync();
        using (var other = _database.Open())
        {
            TestDatabase.Execute(other, "BEGIN EXCLUSIVE");
            var act = () => session.LoadAsync(Sessions.Events(10));
            var error = (await act.Should().ThrowAsync<SqliteLoaderException>()).Which;
            loader.Classify(error).Should().Be(ErrorKind.Transient);
            loader.Classify(error.InnerException!).Should().Be(ErrorKind.Transient);

            var complete = () => session.CompleteAsync(Sessions.Token).AsTask();
            loader.Classify((await complete.Should().ThrowAsync<SqliteLoaderException>()).Which).Should().Be(ErrorKind.Transient);
            TestDatabase.Execute(other, "ROLLBACK");
        }

        (await session.LoadAsync(Sessions.Events(10))).Should().Be(new LoadResult(10));
        await session.CompleteAsync(Sessions.Token);
        _database.Scalar("SELECT count(*) FROM events").Should().Be(10L);
    }

    [Fact]
    public async Task LoadAsync_ReaderHoldsCommitBack_IsTransientAndThenWorks()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Pragma("journal_mode", "DELETE").BusyTimeout = TimeSpan.Zero);
        await using var session = await loader.OpenAsync();
        using (var other = _database.Open())
        {
            TestDatabase.Execute(other, "BEGIN; SELECT * FROM events");
            var act = () => session.LoadAsync(Sessions.Events(10));
            loader.Classify((await act.Should().ThrowAsync<SqliteLoaderException>()).Which).Should().Be(ErrorKind.Transient);
        }

        await session.LoadAsync(Sessions.Events(10));
        _database.Scalar("SELECT count(*) FROM events").Should().Be(10L);
    }

    [Fact]
    public async Task OpenAsync_DatabaseLocked_IsTransient()
    {
        _database.Execute("CREATE TABLE other(x)");
        using var other = _database.Open();
        TestDatabase.Execute(other, "BEGIN EXCLUSIVE");
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.BusyTimeout = TimeSpan.Zero);
        var act = () => loader.OpenAsync();

        loader.Classify((await act.Should().ThrowAsync<SqliteLoaderException>()).Which).Should().Be(ErrorKind.Transient);
    }

    [Fact]
    public async Task LoadAsync_DatabaseFull_IsFatalAndLeavesNothing()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Pragma("page_size", "4096").Pragma("max_page_count", "20"));
        await using var session = await loader.OpenAsync();
        var act = () => session.LoadAsync(Sessions.Events(10_000));
        var error = (await act.Should().ThrowAsync<SqliteLoaderException>()).WithMessage("*full*make room*").Which;

        loader.Classify(error).Should().Be(ErrorKind.Fatal);
        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
        (await session.LoadAsync(Sessions.Events(10))).Loaded.Should().Be(10);
    }

    [Fact]
    public async Task OpenAsync_NotADatabase_SaysSo()
    {
        await File.WriteAllTextAsync(_database.File, new string('x', 5_000), Sessions.Token);
        var act = () => SqliteLoader.Append<Event>(_database.ConnectionString + ";Password=", "events").OpenAsync();

        (await act.Should().ThrowAsync<SqliteLoaderException>()).WithMessage("*not a SQLite database*test.db*").Which.SqliteErrorCode.Should().Be(26);
    }

    [Fact]
    public async Task OpenAsync_NoDirectory_SaysSo()
    {
        var act = () => SqliteLoader.Append<Event>($"Data Source={_database.Directory}/missing/x.db", "events").OpenAsync();
        await act.Should().ThrowAsync<SqliteLoaderException>().WithMessage("*can't be opened: check that its directory exists*");
    }

    [Fact]
    public async Task OpenAsync_ReadOnly_SaysSo()
    {
        _database.Execute("CREATE TABLE other(x)");
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString + ";Mode=ReadOnly", "events");
        var act = () => loader.OpenAsync();

        var error = (await act.Should().ThrowAsync<SqliteLoaderException>()).WithMessage("*can't be written*Mode*").Which;
        loader.Classify(error).Should().Be(ErrorKind.Fatal);
    }

    [Fact]
    public async Task OpenAsync_Fails_ClosesTheFile()
    {
        _database.Execute("CREATE TABLE events(x NOT NULL)");
        var act = () => SqliteLoader.Append<Event>(_database.ConnectionString, "events").OpenAsync();

        await act.Should().ThrowAsync<SqliteSchemaException>();
        File.Exists(_database.File + "-wal").Should().BeFalse("the last connection that is closed removes the log");
    }

    [Fact]
    public async Task LoadAsync_CancelledBefore_Throws()
    {
        await using var session = await SqliteLoader.Append<Event>(_database.ConnectionString, "events").OpenAsync();
        var act = () => session.LoadAsync(new RowBatch<Event>(Sessions.Events(10)), new CancellationToken(canceled: true)).AsTask();

        await act.Should().ThrowAsync<OperationCanceledException>();
        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
    }

    [Fact]
    public async Task LoadAsync_CancelledBetweenStatements_RollsBackAndTheSessionGoesOn()
    {
        using var cancellation = new CancellationTokenSource();
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Column("id", e => Cancel(e.Id)));
        await using var session = await loader.OpenAsync();
        var act = () => session.LoadAsync(new RowBatch<Event>(Sessions.Events(1_000)), cancellation.Token).AsTask();

        await act.Should().ThrowAsync<OperationCanceledException>();
        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
        (await session.LoadAsync(Sessions.Events(10))).Loaded.Should().Be(10);

        string Cancel(string id)
        {
            if (id == "e000500")
            {
                cancellation.Cancel();
            }

            return id;
        }
    }

    [Fact]
    public async Task LoadAsync_CancelledWithinAStatement_InterruptsIt()
    {
        // The trigger counts for as long as nobody interrupts it.
        _database.Execute("CREATE TABLE events(id TEXT); CREATE TABLE sums(n);"
            + "CREATE TRIGGER t AFTER INSERT ON events WHEN NEW.id = 'e000012' BEGIN "
            + "INSERT INTO sums SELECT count(*) FROM generate; END;".Replace("generate", "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c)"));
        using var cancellation = new CancellationTokenSource();
        var bound = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Column("id", e => Id(e)));
        await using var session = await loader.OpenAsync();
        var load = Task.Run(() => session.LoadAsync(new RowBatch<Event>(Sessions.Events(16)), cancellation.Token).AsTask());
        await bound.Task;
        await cancellation.CancelAsync();

        var act = () => load;
        await act.Should().ThrowAsync<OperationCanceledException>();
        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
        (await session.LoadAsync(Sessions.Events(5))).Loaded.Should().Be(5);

        string Id(Event row)
        {
            if (row.Id == "e000015")
            {
                bound.TrySetResult();
            }

            return row.Id;
        }
    }

    [Fact]
    public async Task OpenAsync_InMemorySharedCache_Works()
    {
        const string Shared = "Data Source=errors-tests;Mode=Memory;Cache=Shared";
        using var keeper = new SqliteConnection(Shared);
        keeper.Open();
        await SqliteLoader.Upsert<Event>(Shared, "events", e => e.Id).RunAsync(Sessions.Events(10));
        await SqliteLoader.Replace<Event>(Shared, "events", e => e.Id).RunAsync(Sessions.Events(7));

        using var command = keeper.CreateCommand();
        command.CommandText = "SELECT count(*) FROM events";
        command.ExecuteScalar().Should().Be(7L);
    }

    [Fact]
    public async Task Pragmas_DefaultsAndOverrides_AreSet()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Pragma("cache_size", "-1234").Pragma("synchronous", null).Pragma("foreign_keys", "OFF"));
        await using var session = (TableSession<Event>)await loader.OpenAsync();

        session.Database.QueryText("PRAGMA journal_mode").Should().Be("wal");
        session.Database.QueryText("PRAGMA cache_size").Should().Be("-1234");
        session.Database.QueryText("PRAGMA foreign_keys").Should().Be("0");
        session.Database.QueryText("PRAGMA synchronous").Should().Be("2");
        session.Database.QueryText("PRAGMA busy_timeout").Should().Be("250");
        await session.CompleteAsync(Sessions.Token);
        session.Database.QueryText("PRAGMA synchronous").Should().Be("2");
    }
}

using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite.Tests;

public sealed class TransactionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    private ILoader<Event> Keyed => SqliteLoader.Append<Event>(
        _database.ConnectionString, "events", o => o.Column("id", e => e.Id, key: true).Column("value", e => e.Value).BusyTimeout = TimeSpan.Zero);

    private List<string> Stored() => _database.Query("SELECT id FROM events ORDER BY id");

    private static Event Row(string id) => new(id, null, null, null);

    [Fact]
    public async Task CommitAsync_SeveralWrites_AreStoredTogether()
    {
        await using var session = await Keyed.OpenTransactionalAsync();
        await using (var transaction = await session.BeginAsync())
        {
            (await transaction.WriteAsync(Sessions.Events(20))).Should().Be(new LoadResult(20));
            (await transaction.WriteAsync(Sessions.Events(7, first: 20))).Should().Be(new LoadResult(7));
            _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
            transaction.IsOpen.Should().BeTrue();
            await transaction.CommitAsync();
            transaction.IsOpen.Should().BeFalse();
        }

        _database.Scalar("SELECT count(*) FROM events").Should().Be(27L);
    }

    [Fact]
    public async Task DisposeAsync_NotCommitted_RollsBackAndTheSessionGoesOn()
    {
        await using var session = await Keyed.OpenTransactionalAsync();
        for (var i = 0; i < 2; i++)
        {
            var transaction = await session.BeginAsync();
            await transaction.WriteAsync(Sessions.Events(20));
            await transaction.DisposeAsync();
            await transaction.DisposeAsync();
            transaction.IsOpen.Should().BeFalse();
        }

        Stored().Should().BeEmpty();
        (await session.LoadAsync(Sessions.Events(3))).Should().Be(new LoadResult(3));
        await session.CompleteAsync(Sessions.Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CREATE TABLE events(id TEXT PRIMARY KEY ON CONFLICT ABORT, value REAL)")]
    public async Task WriteAsync_FirstWriteFails_UndoesItAndGoesOn(string create)
    {
        _database.Execute(create + ";");
        await using var session = await Keyed.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        for (var i = 0; i < 3; i++)
        {
            // The rows before the second "a" are in when the statement fails: in a statement of eight, and in one of one.
            var act = () => transaction.WriteAsync([.. Sessions.Events(9), Row("a"), Row("b"), Row("a"), Row("c")]);
            (await act.Should().ThrowAsync<SqliteLoaderException>()).Which.SqliteErrorCode.Should().Be(raw.SQLITE_CONSTRAINT);
            transaction.IsOpen.Should().BeTrue();
        }

        await transaction.WriteAsync(Row("b"));
        await transaction.CommitAsync();
        Stored().Should().Equal("b");
    }

    [Theory]
    [Trait("Bug", "Spring Batch #5361")]
    [Trait("Bug", "SQLite: a failing statement")]
    [InlineData("")]
    [InlineData("CREATE TABLE events(id TEXT PRIMARY KEY ON CONFLICT ABORT, value REAL)")]
    public async Task WriteAsync_LaterWriteFails_UndoesThatOneOnly(string create)
    {
        _database.Execute(create + ";");
        await using var session = await Keyed.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        await transaction.WriteAsync(Row("kept"));
        for (var i = 0; i < 3; i++)
        {
            var act = () => transaction.WriteAsync([Row("1"), Row("2"), Row("3"), Row("4"), Row("5"), Row("6"), Row("kept"), Row("8")]);
            await act.Should().ThrowAsync<SqliteLoaderException>();
            transaction.IsOpen.Should().BeTrue();
        }

        await transaction.WriteAsync(Row("also"));
        await transaction.CommitAsync();
        Stored().Should().Equal("also", "kept");
    }

    [Theory]
    [Trait("Bug", "SQLite: RAISE(FAIL)")]
    [InlineData(0)]
    [InlineData(1)]
    public async Task WriteAsync_TriggerRaisesFail_UndoesTheRowsBefore(int writesBefore)
    {
        _database.Execute("CREATE TABLE events(id TEXT PRIMARY KEY, value REAL);"
            + "CREATE TRIGGER t BEFORE INSERT ON events WHEN NEW.id = 'e000005' BEGIN SELECT RAISE(FAIL, 'no five'); END");
        await using var session = await Keyed.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        if (writesBefore > 0)
        {
            await transaction.WriteAsync(Row("kept"));
        }

        var act = () => transaction.WriteAsync(Sessions.Events(8));
        var error = (await act.Should().ThrowAsync<SqliteLoaderException>()).Which;
        Keyed.DescribeRefusal(error).Reason.Should().Be("no five");
        transaction.IsOpen.Should().BeTrue();
        await transaction.CommitAsync();
        _database.Scalar("SELECT count(*) FROM events").Should().Be((long)writesBefore);
    }

    [Theory]
    [Trait("Bug", "SQLite: an error that ends the transaction")]
    [InlineData("PRIMARY KEY ON CONFLICT ROLLBACK", "", "a")]
    [InlineData("PRIMARY KEY", "CREATE TRIGGER t BEFORE INSERT ON events WHEN NEW.id = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'no'); END", "bad")]
    public async Task WriteAsync_EngineEndsTheTransaction_NothingIsWrittenOutsideOfOne(string key, string trigger, string bad)
    {
        _database.Execute($"CREATE TABLE events(id TEXT {key}, value REAL); {trigger}");
        await using var session = await Keyed.OpenTransactionalAsync();
        await session.ReadCheckpointsAsync();
        await using (var transaction = await session.BeginAsync())
        {
            await transaction.WriteAsync(Row("a"), Row("b"));
            var act = () => transaction.WriteAsync(Row("c"), Row(bad), Row("d"));
            Keyed.Classify((await act.Should().ThrowAsync<SqliteLoaderException>()).Which).Should().Be(ErrorKind.Data);
            await ShouldBeOverAsync(transaction);
        }

        Stored().Should().BeEmpty();
        _database.Query("SELECT source FROM etlkit_checkpoints").Should().BeEmpty();
        await using (var transaction = await session.BeginAsync())
        {
            await transaction.WriteAsync(Row("z"));
            await transaction.CommitAsync();
        }

        Stored().Should().Equal("z");
    }

    [Fact]
    public async Task WriteAsync_EngineEndsTheTransactionAtTheFirstWrite_IsOver()
    {
        _database.Execute("CREATE TABLE events(id TEXT PRIMARY KEY ON CONFLICT ROLLBACK, value REAL); INSERT INTO events VALUES('a', 1)");
        await using var session = await Keyed.OpenTransactionalAsync();
        await session.ReadCheckpointsAsync();
        await using var transaction = await session.BeginAsync();
        var act = () => transaction.WriteAsync(Row("b"), Row("a"));
        await act.Should().ThrowAsync<SqliteLoaderException>();

        await ShouldBeOverAsync(transaction);
        Stored().Should().Equal("a");
    }

    [Fact]
    [Trait("Bug", "SQLite: an error that ends the transaction")]
    public async Task WriteAsync_DatabaseFull_EndsTheTransaction()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Pragma("page_size", "4096").Pragma("max_page_count", "40"));
        await using var session = await loader.OpenTransactionalAsync();
        await session.ReadCheckpointsAsync();
        await using var transaction = await session.BeginAsync();
        await transaction.WriteAsync(Sessions.Events(10));
        var act = () => transaction.WriteAsync(Sessions.Events(10_000));
        loader.Classify((await act.Should().ThrowAsync<SqliteLoaderException>()).Which).Should().Be(ErrorKind.Fatal);

        await ShouldBeOverAsync(transaction);
        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
    }

    [Fact]
    public async Task WriteAsync_LockIsTakenWhileTheFirstWriteIsUndone_GivesTheErrorOfTheWrite()
    {
        using var other = _database.Open();
        await using var session = await Keyed.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        var taken = false;

        // Runs when the transaction is rolled back, which frees the lock, and before it is begun again.
        raw.sqlite3_rollback_hook(((TableSession<Event>)session).Database.Handle, _ => TakeLock(), null);
        var act = () => transaction.WriteAsync(Row("a"), Row("a"));
        var error = (await act.Should().ThrowAsync<SqliteLoaderException>()).Which;
        Keyed.Classify(error).Should().Be(ErrorKind.Data);
        await ShouldBeOverAsync(transaction, save: false);
        TestDatabase.Execute(other, "ROLLBACK");

        await using var next = await session.BeginAsync();
        await next.WriteAsync(Row("a"));
        await next.CommitAsync();
        Stored().Should().Equal("a");

        void TakeLock()
        {
            if (!taken)
            {
                taken = true;
                TestDatabase.Execute(other, "BEGIN IMMEDIATE");
            }
        }
    }

    [Fact]
    [Trait("Bug", "SQLite: a deferred foreign key")]
    public async Task WriteAsync_DeferredForeignKeyBroken_IsRefusedAtOnceAndUndone()
    {
        _database.Execute("CREATE TABLE files(name TEXT PRIMARY KEY); INSERT INTO files VALUES('a.csv');"
            + "CREATE TABLE events(id TEXT PRIMARY KEY, file TEXT REFERENCES files(name) DEFERRABLE INITIALLY DEFERRED)");
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Column("id", e => e.Id).Column("file", e => e.SourceFile));
        await using var session = await loader.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        for (var i = 0; i < 2; i++)
        {
            // Undone by beginning again at first, by the savepoint afterwards.
            var act = () => transaction.WriteAsync(new Event("bad", null, null, "b.csv"));
            var error = (await act.Should().ThrowAsync<SqliteLoaderException>()).Which;
            error.SqliteExtendedErrorCode.Should().Be(raw.SQLITE_CONSTRAINT_FOREIGNKEY);
            loader.Classify(error).Should().Be(ErrorKind.Data);
            loader.DescribeRefusal(error).Reason.Should().Be("FOREIGN KEY constraint failed");
            await transaction.WriteAsync(new Event($"good{i}", null, null, "a.csv"));
        }

        await transaction.CommitAsync();
        Stored().Should().Equal("good0", "good1");
    }

    [Fact]
    public async Task WriteAsync_ParentLaterInTheSameWrite_IsAccepted()
    {
        _database.Execute("CREATE TABLE events(id TEXT PRIMARY KEY, parent TEXT REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED)");
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Column("id", e => e.Id).Column("parent", e => e.SourceFile));
        await using var session = await loader.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        await transaction.WriteAsync(new Event("child", null, null, "parent"), new Event("parent", null, null, null));
        await transaction.CommitAsync();

        Stored().Should().Equal("child", "parent");
    }

    [Fact]
    public async Task WriteAsync_ForeignKeysNotEnforced_AcceptsAll()
    {
        _database.Execute("CREATE TABLE events(id TEXT PRIMARY KEY, parent TEXT REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED)");
        var loader = SqliteLoader.Append<Event>(
            _database.ConnectionString, "events", o => o.Column("id", e => e.Id).Column("parent", e => e.SourceFile).Pragma("foreign_keys", "OFF"));
        await using var session = await loader.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        await transaction.WriteAsync(new Event("child", null, null, "nobody"));
        await transaction.CommitAsync();

        Stored().Should().Equal("child");
    }

    [Fact]
    public async Task BeginAsync_DatabaseLocked_IsTransientAndThenWorks()
    {
        await using var session = await Keyed.OpenTransactionalAsync();
        using (var other = _database.Open())
        {
            TestDatabase.Execute(other, "BEGIN IMMEDIATE");
            var act = () => session.BeginAsync();
            Keyed.Classify((await act.Should().ThrowAsync<SqliteLoaderException>()).Which).Should().Be(ErrorKind.Transient);
        }

        await using var transaction = await session.BeginAsync();
        transaction.IsOpen.Should().BeTrue();
    }

    [Fact]
    public async Task CommitAsync_ReaderHoldsItBack_IsTransientAndCanBeMadeAgain()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Pragma("journal_mode", "DELETE").BusyTimeout = TimeSpan.Zero);
        await using var session = await loader.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        await transaction.WriteAsync(Sessions.Events(10));
        using (var other = _database.Open())
        {
            TestDatabase.Execute(other, "BEGIN; SELECT * FROM events");
            var act = () => transaction.CommitAsync();
            loader.Classify((await act.Should().ThrowAsync<SqliteLoaderException>()).Which).Should().Be(ErrorKind.Transient);
            transaction.IsOpen.Should().BeTrue();
        }

        await transaction.CommitAsync();
        _database.Scalar("SELECT count(*) FROM events").Should().Be(10L);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task WriteAsync_CancelledBetweenStatements_IsUndone(int writesBefore)
    {
        using var cancellation = new CancellationTokenSource();
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Column("id", e => CancelAt500(e.Id)));
        await using var session = await loader.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        if (writesBefore > 0)
        {
            await transaction.WriteAsync(Row("kept"));
        }

        var act = () => transaction.WriteAsync(Sessions.Events(1_000), cancellation.Token).AsTask();
        await act.Should().ThrowAsync<OperationCanceledException>();
        transaction.IsOpen.Should().BeTrue();
        await transaction.CommitAsync();
        _database.Scalar("SELECT count(*) FROM events").Should().Be((long)writesBefore);

        string CancelAt500(string id)
        {
            if (id == "e000500")
            {
                cancellation.Cancel();
            }

            return id;
        }
    }

    [Fact]
    public async Task WriteAsync_CancelledWithinAStatement_EndsTheTransaction()
    {
        // The trigger counts for as long as nobody interrupts it.
        _database.Execute("CREATE TABLE events(id TEXT); CREATE TABLE sums(n);"
            + "CREATE TRIGGER t AFTER INSERT ON events WHEN NEW.id = 'e000012' BEGIN "
            + "INSERT INTO sums SELECT count(*) FROM (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c); END;");
        using var cancellation = new CancellationTokenSource();
        var bound = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Column("id", e => Id(e)));
        await using var session = await loader.OpenTransactionalAsync();
        await session.ReadCheckpointsAsync();
        await using var transaction = await session.BeginAsync();
        await transaction.WriteAsync(Sessions.Events(8));
        var write = Task.Run(() => transaction.WriteAsync(Sessions.Events(16), cancellation.Token).AsTask());
        await bound.Task;
        await cancellation.CancelAsync();

        var act = () => write;
        await act.Should().ThrowAsync<OperationCanceledException>();
        await ShouldBeOverAsync(transaction);
        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);

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
    public async Task Session_TransactionIsOpen_RefusesEverythingElse()
    {
        await using var session = await Keyed.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        await transaction.WriteAsync(Row("a"));
        Func<Task>[] calls =
        [
            () => session.BeginAsync(),
            () => session.LoadAsync(Row("b")),
            () => session.CompleteAsync(Sessions.Token).AsTask(),
            () => session.ReadCheckpointsAsync(),
        ];
        foreach (var call in calls)
        {
            await call.Should().ThrowAsync<InvalidOperationException>().WithMessage("*a transaction is open*");
        }

        await transaction.CommitAsync();
        Stored().Should().Equal("a");
    }

    [Fact]
    public async Task DisposeAsync_SessionWithOpenTransactionOfAPool_GivesTheLockBack()
    {
        var pooled = $"Data Source={_database.File};Pooling=True";
        var loader = SqliteLoader.Append<Event>(pooled, "events", o => o.BusyTimeout = TimeSpan.Zero);
        var session = await loader.OpenTransactionalAsync();
        var transaction = await session.BeginAsync();
        await transaction.WriteAsync(Sessions.Events(5));
        await session.DisposeAsync();

        (await loader.RunAsync(Row("a"))).Should().Be(new LoadResult(1));
        _database.Query("SELECT Id FROM events").Should().Equal("a");
        using var connection = new SqliteConnection(pooled);
        SqliteConnection.ClearPool(connection);
    }

    [Fact]
    public async Task CommittedTransaction_IsOver()
    {
        await using var session = await Keyed.OpenTransactionalAsync();
        await session.ReadCheckpointsAsync();
        await using var transaction = await session.BeginAsync();
        await transaction.CommitAsync();
        await ShouldBeOverAsync(transaction);
        Stored().Should().BeEmpty();
    }

    [Fact]
    public async Task WriteAsync_FirstWrite_NeedsNoSavepoint()
    {
        await using var session = await Keyed.OpenTransactionalAsync();
        var statements = new List<string>();
        var handle = ((TableSession<Event>)session).Database.Handle;
        raw.sqlite3_trace(handle, (_, sql) => statements.Add(sql.Split(' ')[0]), null);
        await using (var transaction = await session.BeginAsync())
        {
            await transaction.WriteAsync(Row("a"));
            await transaction.WriteAsync(Row("b"));
            await transaction.CommitAsync();
        }

        raw.sqlite3_trace(handle, (strdelegate_trace)null!, null);
        statements.Should().Equal("BEGIN", "INSERT", "SAVEPOINT", "INSERT", "RELEASE", "COMMIT");
    }

    [Fact]
    public async Task Batches_OfAnyNumberOfRows_AllocateNothingEach()
    {
        await using var session = await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id).OpenTransactionalAsync();
        await LoadAsync(8_000);

        (await LoadAsync(8_000)).Should().BeLessThan(1_000);

        async Task<long> LoadAsync(int count)
        {
            ReadOnlyMemory<Event> rows = Sessions.Events(count);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var begin = session.BeginAsync(CancellationToken.None);
            var transaction = begin.Result;
            var write = transaction.WriteAsync(rows, CancellationToken.None);
            var commit = transaction.CommitAsync(CancellationToken.None);
            var dispose = transaction.DisposeAsync();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            await write;
            await commit;
            await dispose;
            return allocated;
        }
    }

    private static async Task ShouldBeOverAsync(ILoadTransaction<Event> transaction, bool save = true)
    {
        transaction.IsOpen.Should().BeFalse();
        List<Func<Task>> calls = [() => transaction.WriteAsync(Row("x")), () => transaction.CommitAsync()];
        if (save)
        {
            calls.Add(() => transaction.SaveAsync(new SourceCheckpoint("s", SourcePosition.Start, 0, false, 0, null)));
        }

        foreach (var call in calls)
        {
            await call.Should().ThrowAsync<InvalidOperationException>().WithMessage("*transaction is over*");
        }
    }
}

using SQLitePCL;

namespace EtlKit.Sqlite.Tests;

public sealed class BatchTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task LoadAsync_OneRowBreaksAConstraint_LeavesNothingAndTheSessionGoesOn()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.EventColumns().Key("id"));
        await using var session = await loader.OpenAsync();
        var rows = Sessions.Events(10_000);
        rows[7_005] = rows[3];

        var act = () => session.LoadAsync(rows);
        var error = (await act.Should().ThrowAsync<SqliteLoaderException>()).Which;
        loader.Classify(error).Should().Be(ErrorKind.Data);
        error.SqliteExtendedErrorCode.Should().Be(raw.SQLITE_CONSTRAINT_PRIMARYKEY);
        error.Message.Should().Contain("events.id").And.NotContain("e000003");
        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);

        (await session.LoadAsync(Sessions.Events(10))).Should().Be(new LoadResult(10));
        await session.CompleteAsync(Sessions.Token);
        _database.Scalar("SELECT count(*) FROM events").Should().Be(10L);
    }

    [Theory]
    [InlineData("ROLLBACK")]
    [InlineData("FAIL")]
    [InlineData("ABORT")]
    public async Task LoadAsync_TriggerRaises_LeavesNothingAndTheNextBatchIsATransactionAgain(string kind)
    {
        _database.Execute("CREATE TABLE events(Id TEXT, Timestamp TEXT, Value REAL, SourceFile TEXT);"
            + $"CREATE TRIGGER t BEFORE INSERT ON events WHEN NEW.Id = 'e000013' BEGIN SELECT RAISE({kind}, 'no thirteen'); END");
        await using var session = await SqliteLoader.Append<Event>(_database.ConnectionString, "events").OpenAsync();

        for (var i = 0; i < 2; i++)
        {
            var act = () => session.LoadAsync(Sessions.Events(20));
            await act.Should().ThrowAsync<SqliteLoaderException>().WithMessage("*no thirteen*");
            _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
        }

        await session.LoadAsync(Sessions.Events(13));
        _database.Scalar("SELECT count(*) FROM events").Should().Be(13L);
    }

    [Fact]
    public async Task LoadAsync_DeferredForeignKeyBroken_LeavesNothing()
    {
        _database.Execute("CREATE TABLE files(name TEXT PRIMARY KEY);"
            + "CREATE TABLE events(Id TEXT, Timestamp TEXT, Value REAL, SourceFile TEXT REFERENCES files(name) DEFERRABLE INITIALLY DEFERRED)");
        await using var session = await SqliteLoader.Append<Event>(_database.ConnectionString, "events").OpenAsync();

        var act = () => session.LoadAsync(Sessions.Events(20));
        await act.Should().ThrowAsync<SqliteLoaderException>().WithMessage("*FOREIGN KEY*");
        (await session.LoadAsync(new Event("a", null, null, null))).Should().Be(new LoadResult(1));
        _database.Scalar("SELECT count(*) FROM events").Should().Be(1L);
    }

    [Fact]
    public async Task LoadAsync_DelegateThrows_LeavesNothing()
    {
        var loader = SqliteLoader.Append<Event>(
            _database.ConnectionString,
            "events",
            o => o.Column("id", e => e.Id == "e000009" ? throw new InvalidDataException("bad") : e.Id));
        await using var session = await loader.OpenAsync();
        var act = () => session.LoadAsync(Sessions.Events(20));

        var error = (await act.Should().ThrowAsync<ColumnException>()).Which;
        error.InnerException.Should().BeOfType<InvalidDataException>();
        loader.Classify(error).Should().Be(ErrorKind.Data);
        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
        await session.LoadAsync(Sessions.Events(5));
        _database.Scalar("SELECT count(*) FROM events").Should().Be(5L);
    }

    [Fact]
    public async Task LoadAsync_EmptyBatch_LoadsNothing() =>
        (await SqliteLoader.Append<Event>(_database.ConnectionString, "events").RunAsync()).Should().Be(new LoadResult(0));

    [Fact]
    public async Task LoadAsync_TwentyRows_RunsTwoStatementsOfEightAndFourOfOne()
    {
        await using var session = (TableSession<Event>)await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id).OpenAsync();
        var statements = new List<string>();
        raw.sqlite3_trace(session.Database.Handle, (_, sql) => statements.Add(sql), null);
        await session.LoadAsync(Sessions.Events(20));
        raw.sqlite3_trace(session.Database.Handle, (strdelegate_trace)null!, null);

        statements.Should().HaveCount(8);
        statements[0].Should().Be("BEGIN IMMEDIATE");
        statements.Skip(1).Take(6).Select(sql => sql.Split("e0000").Length - 1).Should().Equal(8, 8, 1, 1, 1, 1);
        statements[7].Should().Be("COMMIT");
    }

    [Fact]
    public async Task LoadAsync_RowsOfAnyNumber_AllocateNothingEach()
    {
        var loader = SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id);
        await using var session = await loader.OpenAsync();
        var small = new RowBatch<Event>(Sessions.Events(80));
        var large = new RowBatch<Event>(Sessions.Events(8_000));
        await session.LoadAsync(large, Sessions.Token);

        (await AllocatedAsync(session, large) - await AllocatedAsync(session, small)).Should().BeLessThan(1_000);
    }

    private static async Task<long> AllocatedAsync(ILoadSession<Event> session, RowBatch<Event> batch)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var load = session.LoadAsync(batch, CancellationToken.None);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        await load;
        return allocated;
    }
}

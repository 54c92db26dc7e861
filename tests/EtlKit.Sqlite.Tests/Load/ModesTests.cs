namespace EtlKit.Sqlite.Tests;

public sealed class ModesTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Append_NoKey_InsertsDuplicates()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events");
        await loader.RunAsync(Sessions.Events(3));

        (await loader.RunAsync(Sessions.Events(3))).Should().Be(new LoadResult(3));
        _database.Scalar("SELECT count(*) FROM events").Should().Be(6L);
    }

    [Fact]
    public async Task Append_TriggerThatIgnores_CountsIgnored()
    {
        _database.Execute("CREATE TABLE events(Id TEXT, Timestamp TEXT, Value REAL, SourceFile TEXT);"
            + "CREATE TRIGGER t BEFORE INSERT ON events WHEN NEW.Value > 1 BEGIN SELECT RAISE(IGNORE); END");

        (await SqliteLoader.Append<Event>(_database.ConnectionString, "events").RunAsync(Sessions.Events(10))).Should().Be(new LoadResult(3, Ignored: 7));
        _database.Scalar("SELECT count(*) FROM events").Should().Be(3L);
    }

    [Fact]
    public async Task InsertOrIgnore_ExistingKey_KeepsTheFirstRow()
    {
        var loader = SqliteLoader.InsertOrIgnore<Event>(_database.ConnectionString, "events", e => e.Id);
        await loader.RunAsync(new Event("a", "first", 1, null));

        (await loader.RunAsync(new Event("a", "second", 2, null), new Event("b", null, 3, null))).Should().Be(new LoadResult(1, Ignored: 1));
        _database.Query("SELECT Id, Timestamp FROM events ORDER BY Id").Should().Equal("a|first", "b|NULL");
    }

    [Fact]
    public async Task InsertOrIgnore_NotNullBroken_FailsTheBatch()
    {
        _database.Execute("CREATE TABLE events(Id TEXT PRIMARY KEY, Timestamp TEXT NOT NULL, Value REAL, SourceFile TEXT)");
        var loader = SqliteLoader.InsertOrIgnore<Event>(_database.ConnectionString, "events");
        var act = () => loader.RunAsync(new Event("a", "x", 1, null), new Event("b", null, 1, null));

        (await act.Should().ThrowAsync<SqliteLoaderException>()).WithMessage("*NOT NULL*").Which.SqliteErrorCode.Should().Be(19);
        _database.Scalar("SELECT count(*) FROM events").Should().Be(0L);
    }

    [Fact]
    public async Task Replace_Completed_HoldsTheNewRowsOnly()
    {
        var loader = SqliteLoader.Replace<Event>(_database.ConnectionString, "events", e => e.Id);
        await loader.RunAsync(Sessions.Events(30));
        await loader.RunAsync(new Event("e000001", "one", 1, null), new Event("x", "two", 2, null), new Event("x", "three", 3, null));

        _database.Query("SELECT Id, Timestamp FROM events ORDER BY rowid").Should().Equal("e000001|one", "x|three");
    }

    [Fact]
    public async Task Replace_Abandoned_LeavesTheTargetAsItWas()
    {
        var loader = SqliteLoader.Replace<Event>(_database.ConnectionString, "events");
        await loader.RunAsync(Sessions.Events(5));
        await using (var session = await loader.OpenAsync())
        {
            await session.LoadAsync(Sessions.Events(100, first: 50));
            _database.Execute("UPDATE events SET Value = 9");
        }

        _database.Query("SELECT DISTINCT Value, count(*) FROM events").Should().Equal("9.0|5");
        _database.Query("SELECT name FROM sqlite_schema WHERE type = 'table'").Should().Equal("events");
    }

    [Theory]
    [Trait("Bug", "Airbyte #13312")]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Replace_SourceFails_LeavesTheTargetAsItWas(int rowsBefore)
    {
        var loader = SqliteLoader.Replace<Event>(_database.ConnectionString, "events");
        await loader.RunAsync(Sessions.Events(5));
        var pipeline = new PipelineBuilder("p")
            .Extract(Extractor.From("a", Sessions.Events(rowsBefore, first: 50).Concat(Sessions.Break())))
            .Load(loader)
            .Configure(o => o.BatchSize = 10)
            .Build();

        await FluentActions.Awaiting(() => pipeline.RunAsync(Sessions.Token)).Should().ThrowAsync<PipelineException>();

        _database.Query("SELECT Id FROM events ORDER BY Id").Should().Equal(Sessions.Events(5).Select(row => row.Id));
    }

    [Fact]
    [Trait("Bug", "SQLite: a table replaced by drop and rename")]
    public async Task Replace_ViewsTriggersAndIndexesOfTheTable_AreStillThere()
    {
        _database.Execute("CREATE TABLE events(Id TEXT, Timestamp TEXT, Value REAL, SourceFile TEXT); CREATE TABLE log(id TEXT);"
            + "CREATE VIEW ids AS SELECT Id FROM events; CREATE INDEX by_id ON events(Id);"
            + "CREATE TRIGGER t AFTER INSERT ON events BEGIN INSERT INTO log VALUES(NEW.Id); END");

        await SqliteLoader.Replace<Event>(_database.ConnectionString, "events").RunAsync(Sessions.Events(2));

        _database.Query("SELECT Id FROM ids").Should().Equal("e000000", "e000001");
        _database.Query("SELECT id FROM log").Should().Equal("e000000", "e000001");
        _database.Query("SELECT name FROM sqlite_schema WHERE tbl_name = 'events' ORDER BY name").Should().Equal("by_id", "events", "t");
    }

    [Fact]
    public async Task Replace_TargetLockedWhileStaging_NeedsNoLock()
    {
        await using var session = await SqliteLoader.Replace<Event>(_database.ConnectionString, "events", configure: o => o.BusyTimeout = TimeSpan.Zero).OpenAsync();
        using (var other = _database.Open())
        {
            TestDatabase.Execute(other, "BEGIN IMMEDIATE");
            (await session.LoadAsync(Sessions.Events(20))).Should().Be(new LoadResult(20));
        }

        await session.CompleteAsync(Sessions.Token);
        _database.Scalar("SELECT count(*) FROM events").Should().Be(20L);
    }

    [Fact]
    public async Task Replace_FailsWhenSwapping_LeavesTheTargetAndCanBeCompletedLater()
    {
        _database.Execute("CREATE TABLE events(Id TEXT UNIQUE, Timestamp TEXT, Value REAL, SourceFile TEXT); INSERT INTO events(Id) VALUES('old')");
        await using var session = await SqliteLoader.Replace<Event>(_database.ConnectionString, "events").OpenAsync();
        await session.LoadAsync(new Event("a", null, 1, null), new Event("a", null, 2, null));

        var act = () => session.CompleteAsync(Sessions.Token).AsTask();
        (await act.Should().ThrowAsync<SqliteLoaderException>()).WithMessage("*was not replaced*UNIQUE*");
        _database.Query("SELECT Id FROM events").Should().Equal("old");

        _database.Execute("CREATE TABLE other(x); DROP TABLE events; CREATE TABLE events(Id TEXT, Timestamp TEXT, Value REAL, SourceFile TEXT)");
        await session.CompleteAsync(Sessions.Token);
        _database.Scalar("SELECT count(*) FROM events").Should().Be(2L);
    }

    [Fact]
    public async Task Replace_ReferencedRowComesBack_ForeignKeyHolds()
    {
        _database.Execute("CREATE TABLE events(Id TEXT PRIMARY KEY, Timestamp TEXT, Value REAL, SourceFile TEXT); INSERT INTO events(Id) VALUES('a'), ('b');"
            + "CREATE TABLE notes(event TEXT REFERENCES events(Id)); INSERT INTO notes VALUES('a')");
        var loader = SqliteLoader.Replace<Event>(_database.ConnectionString, "events");
        await loader.RunAsync(new Event("a", null, 5, null));
        var act = () => loader.RunAsync(new Event("c", null, 5, null));

        await act.Should().ThrowAsync<SqliteLoaderException>().WithMessage("*FOREIGN KEY*");
        _database.Query("SELECT Id, Value FROM events").Should().Equal("a|5.0");
    }

    [Theory]
    [Trait("Bug", "SQLite: a table replaced by drop and rename")]
    [InlineData("CREATE TABLE notes(event TEXT REFERENCES EVENTS(Id) ON DELETE CASCADE)", "*\"notes\"*ON DELETE CASCADE*")]
    [InlineData("CREATE TABLE notes(event TEXT REFERENCES events(Id) ON DELETE SET NULL)", "*SET NULL*")]
    [InlineData("CREATE TABLE log(x); CREATE TRIGGER \"INSERT ON\" AFTER DELETE ON events BEGIN INSERT INTO log VALUES(1); END", "*trigger on DELETE*")]
    public async Task Replace_DeletingHasEffects_IsRefusedUnlessAllowed(string sql, string message)
    {
        _database.Execute("CREATE TABLE events(Id TEXT PRIMARY KEY, Timestamp TEXT, Value REAL, SourceFile TEXT);" + sql);
        var act = () => SqliteLoader.Replace<Event>(_database.ConnectionString, "events").OpenAsync();

        await act.Should().ThrowAsync<SqliteSchemaException>().WithMessage(message);
        await SqliteLoader.Replace<Event>(_database.ConnectionString, "events", configure: o => o.AllowDeleteEffects = true).RunAsync(Sessions.Events(2));
        _database.Scalar("SELECT count(*) FROM events").Should().Be(2L);
    }

    [Fact]
    public async Task Replace_OtherTriggers_AreNoReasonToRefuse()
    {
        _database.Execute("CREATE TABLE events(Id TEXT PRIMARY KEY, Timestamp TEXT, Value REAL, SourceFile TEXT); CREATE TABLE log(x);"
            + "CREATE TRIGGER \"DELETE\" AFTER INSERT ON events BEGIN DELETE FROM log; END; CREATE TABLE notes(event TEXT REFERENCES events(Id) ON DELETE RESTRICT)");

        await SqliteLoader.Replace<Event>(_database.ConnectionString, "events").RunAsync(Sessions.Events(2));
        _database.Scalar("SELECT count(*) FROM events").Should().Be(2L);
    }
}

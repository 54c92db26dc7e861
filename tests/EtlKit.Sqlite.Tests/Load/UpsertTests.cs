namespace EtlKit.Sqlite.Tests;

public sealed class UpsertTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Upsert_ExplicitColumns_CreatesTheTableAsDeclared()
    {
        var loader = SqliteLoader.Upsert<Event>(
            _database.ConnectionString,
            "events",
            o => o.Column("id", e => e.Id, notNull: false).Column("ts", e => e.Timestamp).Column("value", e => e.Value).Column("source_file", e => e.SourceFile).Key("id"));
        await loader.RunAsync(Sessions.Events(1));

        _database.Scalar("SELECT sql FROM sqlite_schema WHERE name = 'events'")
            .Should().Be("CREATE TABLE \"events\" (\"id\" TEXT PRIMARY KEY, \"ts\" TEXT, \"value\" REAL, \"source_file\" TEXT)");
    }

    [Fact]
    public async Task Upsert_Convention_InsertsAndUpdates()
    {
        var loader = SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id);
        await loader.RunAsync(Sessions.Events(20));
        var result = await loader.RunAsync(new Event("e000003", "new", 1.5, null), new Event("e000099", null, null, "b.csv"));

        result.Should().Be(new LoadResult(2));
        _database.Scalar("SELECT count(*) FROM events").Should().Be(21L);
        _database.Query("SELECT * FROM events WHERE id IN ('e000003', 'e000099') ORDER BY id").Should().Equal("e000003|new|1.5|NULL", "e000099|NULL|NULL|b.csv");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Upsert_SameKeyTwiceInABatch_LaterRowWins(int rows)
    {
        var batch = Enumerable.Range(0, rows).Select(i => new Event("same", i.ToString(), i, null)).ToArray();
        var result = await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id).RunAsync(batch);

        result.Should().Be(new LoadResult(rows));
        _database.Query("SELECT Id, Timestamp FROM events").Should().Equal($"same|{rows - 1}");
    }

    [Fact]
    public async Task Upsert_ExistingRow_KeepsItsRowIdAndOtherColumns()
    {
        _database.Execute("CREATE TABLE events(id TEXT PRIMARY KEY, note TEXT, value REAL); INSERT INTO events VALUES('a', 'kept', 1)");
        await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", o => o.Column("id", e => e.Id, key: true).Column("value", e => e.Value))
            .RunAsync(new Event("a", null, 2, null));

        _database.Query("SELECT rowid, id, note, value FROM events").Should().Equal("1|a|kept|2.0");
    }

    [Theory]
    [Trait("Bug", "ETLBox #80")]
    [Trait("Bug", "ETLBox #81")]
    [InlineData("")]
    [InlineData("ON DELETE CASCADE")]
    public async Task Upsert_RowToWhichOthersRefer_IsUpdatedInPlace(string onDelete)
    {
        _database.Execute("CREATE TABLE events(Id TEXT PRIMARY KEY, Timestamp TEXT, Value REAL, SourceFile TEXT); INSERT INTO events(Id, Value) VALUES('a', 1);"
            + $"CREATE TABLE notes(event TEXT REFERENCES events(Id) {onDelete}); INSERT INTO notes VALUES('a');"
            + "CREATE TABLE log(x); CREATE TRIGGER t AFTER DELETE ON events BEGIN INSERT INTO log VALUES(OLD.Id); END");
        await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id).RunAsync(new Event("a", null, 2, null));

        _database.Query("SELECT rowid, Id, Value FROM events").Should().Equal("1|a|2.0");
        _database.Query("SELECT event FROM notes").Should().Equal("a");
        _database.Query("SELECT x FROM log").Should().BeEmpty();
    }

    [Fact]
    public async Task Upsert_CompositeKey_IsThePrimaryKey()
    {
        var loader = SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => new { e.SourceFile, e.Id }, o => o.WithoutRowId = true);
        await loader.RunAsync(new Event("1", "x", 1, "a"), new Event("1", "y", 2, "b"), new Event("1", "z", 3, "a"));

        _database.Query("SELECT SourceFile, Id, Timestamp FROM events ORDER BY SourceFile").Should().Equal("a|1|z", "b|1|y");
        _database.Scalar("SELECT group_concat(name) FROM (SELECT name FROM pragma_table_xinfo('events') WHERE pk > 0 ORDER BY pk)").Should().Be("SourceFile,Id");
        _database.Scalar("SELECT wr FROM pragma_table_list('events')").Should().Be(1L);
    }

    [Fact]
    public async Task Upsert_SkipUnchanged_CountsAndLeavesEqualRows()
    {
        var loader = SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id, o => o.SkipUnchanged = true);
        var rows = Sessions.Events(20);
        rows[5] = rows[5] with { Timestamp = null };
        await loader.RunAsync(rows);
        rows[7] = rows[7] with { Value = null };

        (await loader.RunAsync(rows)).Should().Be(new LoadResult(1, Unchanged: 19));
        _database.Query("SELECT Value FROM events WHERE Id = 'e000007'").Should().Equal("NULL");
    }

    [Fact]
    public async Task Upsert_OnlyKeyColumns_CountsExistingAsUnchanged()
    {
        var loader = SqliteLoader.Upsert<Event>(_database.ConnectionString, "ids", o => o.Column("id", e => e.Id).Key(e => e.Id));
        await loader.RunAsync(Sessions.Events(10));

        (await loader.RunAsync(Sessions.Events(12))).Should().Be(new LoadResult(2, Unchanged: 10));
    }

    [Fact]
    public async Task Upsert_NullInAKeyOfACreatedTable_IsRefused()
    {
        var loader = SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", e => e.Id);
        var act = () => loader.RunAsync(new Event(null!, null, null, null));

        loader.Classify((await act.Should().ThrowAsync<SqliteLoaderException>()).Which).Should().Be(ErrorKind.Data);
    }

    [Fact]
    public async Task Upsert_TableWithOwnConflictClause_LetsItHaveItsWay()
    {
        _database.Execute("CREATE TABLE events(id TEXT PRIMARY KEY, value REAL NOT NULL ON CONFLICT REPLACE DEFAULT 7)");
        await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", o => o.Column("id", e => e.Id, key: true).Column("value", e => e.Value))
            .RunAsync(new Event("a", null, null, null));

        _database.Query("SELECT * FROM events").Should().Equal("a|7.0");
    }

    [Fact]
    public async Task Upsert_TriggerWithOwnConflictClause_LetsItHaveItsWay()
    {
        _database.Execute("CREATE TABLE events(id TEXT PRIMARY KEY, value REAL); CREATE TABLE files(name TEXT PRIMARY KEY);"
            + "CREATE TRIGGER t AFTER INSERT ON events BEGIN INSERT OR IGNORE INTO files VALUES('same'); END");
        await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", o => o.Column("id", e => e.Id, key: true)).RunAsync(Sessions.Events(20));

        _database.Scalar("SELECT count(*) FROM events").Should().Be(20L);
        _database.Scalar("SELECT count(*) FROM files").Should().Be(1L);
    }

    [Theory]
    [InlineData("a\"b; DROP TABLE x; --")]
    [InlineData("line\nbreak\t'quote' [x] `y`")]
    [InlineData("Ünïcödé 表")]
    [InlineData("select")]
    public async Task Upsert_HostileNames_AreQuoted(string name)
    {
        var loader = SqliteLoader.Upsert<Event>(
            _database.ConnectionString,
            name,
            o => { o.Column(name, e => e.Id, key: true).Column(name + "2", e => e.Value).Index(name + "2"); o.SkipUnchanged = true; });
        await loader.RunAsync(Sessions.Events(9));
        await loader.RunAsync(Sessions.Events(9));

        var quoted = "\"" + name.Replace("\"", "\"\"") + "\"";
        _database.Scalar($"SELECT count({quoted}) FROM {quoted}").Should().Be(9L);
        loader.Name.Should().Be("SQLite " + name);
    }
}

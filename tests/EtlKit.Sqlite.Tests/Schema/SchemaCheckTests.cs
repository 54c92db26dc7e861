namespace EtlKit.Sqlite.Tests;

public sealed class SchemaCheckTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task OpenAsync_ManyDifferences_AreAllReported()
    {
        _database.Execute("CREATE TABLE events(id INTEGER, value TEXT, source_file TEXT GENERATED ALWAYS AS (id) STORED, must TEXT NOT NULL, may TEXT, fine TEXT NOT NULL DEFAULT '')");
        var error = (await Open(o => o.EventColumns().Key("id")).Should().ThrowAsync<SqliteSchemaException>()).Which;

        error.Differences.Should().HaveCount(6);
        error.Message.Should().ContainAll(
            "\"id\" is declared INTEGER and would turn text that looks like a number into one",
            "\"ts\" is missing",
            "\"value\" is declared TEXT and would turn numbers into text",
            "\"source_file\" is generated",
            "\"must\" is NOT NULL and has no default",
            "over exactly the key (\"id\")");
    }

    [Theory]
    [InlineData("CREATE TABLE events(id TEXT PRIMARY KEY, ts TEXT, value REAL, source_file TEXT)", true)]
    [InlineData("CREATE TABLE EVENTS(ID TEXT, TS DATETIME, VALUE NUMERIC, SOURCE_FILE, UNIQUE(ID))", true)]
    [InlineData("CREATE TABLE events(id TEXT PRIMARY KEY, ts ANY, value REAL, source_file ANY) STRICT", true)]
    [InlineData("CREATE TABLE events(id TEXT, ts TEXT, value REAL, source_file TEXT); CREATE UNIQUE INDEX u ON events(id) WHERE value > 1", false)]
    [InlineData("CREATE TABLE events(id TEXT, ts TEXT, value REAL, source_file TEXT); CREATE UNIQUE INDEX u ON events(lower(id))", false)]
    [InlineData("CREATE TABLE events(id TEXT, ts TEXT, value REAL, source_file TEXT); CREATE UNIQUE INDEX u ON events(id, ts)", false)]
    [InlineData("CREATE TABLE events(id TEXT, ts TEXT, value REAL, source_file TEXT); CREATE INDEX u ON events(id)", false)]
    [InlineData("CREATE TABLE events(id INTEGER PRIMARY KEY, ts TEXT, value REAL, source_file TEXT)", false)]
    [InlineData("CREATE TABLE e(id TEXT PRIMARY KEY, ts TEXT, value REAL, source_file TEXT); CREATE VIEW events AS SELECT * FROM e", false)]
    public async Task OpenAsync_Upsert_FitsOrNot(string sql, bool fits)
    {
        _database.Execute(sql);
        // Dates never look like numbers, so a column declared DATETIME keeps them.
        var act = Open(o => o.Column("id", e => e.Id, key: true).Column("ts", e => new DateOnly(2024, 1, 1)).Column("value", e => e.Value).Column("source_file", e => e.SourceFile));
        if (fits)
        {
            await act.Should().NotThrowAsync();
            (await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", o => o.Column("id", e => e.Id, key: true)).RunAsync(Sessions.Events(9))).Loaded.Should().Be(9);
        }
        else
        {
            await act.Should().ThrowAsync<SqliteSchemaException>();
        }
    }

    [Fact]
    public async Task OpenAsync_Indexes_AreCreatedOnceAndServeAsKey()
    {
        _database.Execute("CREATE TABLE events(id TEXT, ts TEXT, value REAL, source_file TEXT)");
        for (var i = 0; i < 2; i++)
        {
            await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", o => o.EventColumns().Key("id").UniqueIndex("id").Index("ts", "value")).RunAsync(Sessions.Events(9));
        }

        _database.Query("SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name").Should().Equal("ix_events_ts_value", "ux_events_id");
        _database.Scalar("SELECT count(*) FROM events").Should().Be(9L);
    }

    [Fact]
    public async Task OpenAsync_IndexOfThatNameIsAnother_IsReported()
    {
        _database.Execute("CREATE TABLE events(id TEXT PRIMARY KEY, ts TEXT, value REAL, source_file TEXT); CREATE INDEX ix_events_ts ON events(value)");
        await Open(o => o.EventColumns().Key("id").Index("ts")).Should().ThrowAsync<SqliteSchemaException>().WithMessage("*ix_events_ts*");
    }

    [Fact]
    public async Task OpenAsync_MissingTableNotToBeCreated_IsReported()
    {
        await Open(o => o.EventColumns().Key("id").CreateTable = false).Should().ThrowAsync<SqliteSchemaException>().WithMessage("*is missing*");
        _database.Query("SELECT name FROM sqlite_schema").Should().BeEmpty();
    }

    [Fact]
    public async Task OpenAsync_DeclaredTypeThatChangesValues_CreatesNothing()
    {
        await Open(o => o.Column("id", e => e.Id, type: "INTEGER", key: true)).Should().ThrowAsync<SqliteSchemaException>();
        _database.Query("SELECT name FROM sqlite_schema").Should().BeEmpty();
    }

    [Theory]
    [InlineData("", false, "Blob")]
    [InlineData("CHARINT", false, "Integer")]
    [InlineData("varchar(10)", false, "Text")]
    [InlineData("BLOB", false, "Blob")]
    [InlineData("DOUBLE PRECISION", false, "Real")]
    [InlineData("FLOATING POINT", false, "Integer")]
    [InlineData("DECIMAL(10,2)", false, "Numeric")]
    [InlineData("ANY", false, "Numeric")]
    [InlineData("ANY", true, "Blob")]
    public void Of_DeclaredType_IsWhatSqliteSays(string declaredType, bool isStrict, string affinity) =>
        Affinities.Of(declaredType, isStrict).ToString().Should().Be(affinity);

    private Func<Task> Open(Action<SqliteLoaderOptions<Event>> configure) => async () =>
    {
        await using var session = await SqliteLoader.Upsert<Event>(_database.ConnectionString, "events", configure).OpenAsync();
    };
}

namespace EtlKit.Sqlite.Tests;

public sealed class RefusalTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("id TEXT PRIMARY KEY, value REAL", "UNIQUE constraint failed: events.id")]
    [InlineData("id TEXT, value REAL NOT NULL", "NOT NULL constraint failed: events.value")]
    [InlineData("id TEXT, value REAL CHECK (value >= 0)", "CHECK constraint failed: value >= 0")]
    [InlineData("id TEXT, value REAL, CONSTRAINT positive CHECK (value >= 0)", "CHECK constraint failed: positive")]
    [InlineData("id TEXT REFERENCES parents(id), value REAL", "FOREIGN KEY constraint failed")]
    [InlineData("id TEXT REFERENCES parents(id) DEFERRABLE INITIALLY DEFERRED, value REAL", "FOREIGN KEY constraint failed")]
    [InlineData("id TEXT, value REAL); CREATE TRIGGER t BEFORE INSERT ON events WHEN NEW.id = 'secret' BEGIN SELECT RAISE(ABORT, 'not this'); END; --", "not this")]
    public async Task DescribeRefusal_Constraint_IsNamedWithoutValues(string columns, string expected)
    {
        _database.Execute($"CREATE TABLE parents(id TEXT PRIMARY KEY); CREATE TABLE events({columns})");
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Column("id", e => e.Id).Column("value", e => e.Value));
        (await RefusedAsync(loader, expected)).Should().Be(expected);
    }

    [Theory]
    [InlineData("id TEXT, value REAL, part TEXT AS (json_extract(id, '$.a')) STORED", "malformed JSON")]
    [InlineData("id TEXT, value REAL, CHECK (id IS NULL OR json_extract(id, '$.a') > 0)", "malformed JSON")]
    [InlineData("id TEXT, value REAL, part TEXT AS (json_extract('{}', id)) STORED", "bad JSON path")]
    [InlineData("id TEXT, value REAL, CHECK (abs(CASE id WHEN 'secret' THEN -9223372036854775808 ELSE 1 END) > 0)", "integer overflow")]
    [InlineData("id TEXT, value REAL); CREATE INDEX i ON events(json_extract(id, '$.a')); --", "malformed JSON")]
    [InlineData("id TEXT, value REAL); CREATE TABLE sums(n); CREATE TRIGGER t AFTER INSERT ON events BEGIN INSERT INTO sums SELECT json_extract(NEW.id, '$.a'); END; --", "malformed JSON")]
    public async Task DescribeRefusal_ExpressionFailsForARow_IsTheRowsFaultAndHoldsNoValue(string columns, string expected)
    {
        _database.Execute($"CREATE TABLE events({columns})");
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Column("id", e => e.Id).Column("value", e => e.Value));
        await using var session = await loader.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        var good = expected == "bad JSON path" ? "$.a" : "{\"a\": 1}";
        await transaction.WriteAsync(new Event(good, null, 1, null));

        var act = () => transaction.WriteAsync(new Event(good, null, 1, null), new Event("secret", null, -77, null));
        var error = (await act.Should().ThrowAsync<SqliteLoaderException>()).Which;

        loader.Classify(error).Should().Be(ErrorKind.Data);
        loader.DescribeRefusal(error).Reason.Should().Be(expected);
        error.ToString().Should().NotContain("secret").And.NotContain("77");
        error.Message.Should().Contain("An expression of the table or of its triggers fails for a row");
        await transaction.CommitAsync();
        _database.Scalar("SELECT count(*) FROM events").Should().Be(1L);
    }

    [Fact]
    public async Task WriteAsync_TableWasDroppedMeanwhile_IsFatal()
    {
        // SQLite gives both this and an expression that fails for a row the code SQLITE_ERROR.
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events");
        await using var session = await loader.OpenTransactionalAsync();
        await using (var first = await session.BeginAsync())
        {
            await first.WriteAsync(Sessions.Events(10));
            await first.CommitAsync();
        }

        _database.Execute("DROP TABLE events");
        await using var second = await session.BeginAsync();
        var act = () => second.WriteAsync(Sessions.Events(10));

        var error = (await act.Should().ThrowAsync<SqliteLoaderException>()).WithMessage("*no such table: main.events (code 1). If the table was changed*").Which;
        loader.Classify(error).Should().Be(ErrorKind.Fatal);
    }

    [Fact]
    public async Task DescribeRefusal_RowIdOfTheWrongType_IsAMismatch()
    {
        // No loader with such a column can be opened, but a trigger can bring it about.
        _database.Execute("CREATE TABLE events(id TEXT, value REAL); CREATE TABLE numbers(n INTEGER PRIMARY KEY);"
            + "CREATE TRIGGER t AFTER INSERT ON events WHEN NEW.id = 'secret' BEGIN INSERT INTO numbers VALUES(NEW.id); END");
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Column("id", e => e.Id).Column("value", e => e.Value));
        (await RefusedAsync(loader, "datatype mismatch")).Should().Be("datatype mismatch");
    }

    [Fact]
    public async Task DescribeRefusal_ColumnThatThrows_IsNamedWithoutValues()
    {
        var loader = SqliteLoader.Append<Event>(
            _database.ConnectionString, "events", o => o.Column("id", e => e.Id).Column("number", e => e.Id.StartsWith("good", StringComparison.Ordinal) ? 1 : int.Parse(e.Id)));
        (await RefusedAsync(loader, "FormatException")).Should().Be("column number threw FormatException");
    }

    [Fact]
    public async Task WriteAsync_ColumnThrowsOutOfMemory_IsNotTheRowsFault()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Column<string>("id", _ => throw new InsufficientMemoryException()));
        await using var session = await loader.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        var act = () => transaction.WriteAsync(new Event("a", null, null, null));

        loader.Classify((await act.Should().ThrowAsync<InsufficientMemoryException>()).Which).Should().Be(ErrorKind.Fatal);
    }

    [Fact]
    public void GetSize_ColumnThrows_LeavesItToTheWrite()
    {
        var sizer = (IRowSizer<Event>)SqliteLoader.Append<Event>(
            _database.ConnectionString, "events", o => o.Column<string>("id", _ => throw new InvalidOperationException()));
        sizer.GetSize(new Event("a", null, null, null)).Should().BePositive();
    }

    private async Task<string> RefusedAsync(ILoader<Event> loader, string expected)
    {
        await using var session = await loader.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        var good = expected.StartsWith("FOREIGN", StringComparison.Ordinal) ? null! : "good";
        await transaction.WriteAsync(new Event(good, null, 1, null));

        Event bad = expected switch
        {
            _ when expected.StartsWith("UNIQUE", StringComparison.Ordinal) => new(good, null, 1, null),
            _ when expected.StartsWith("NOT NULL", StringComparison.Ordinal) => new("secret", null, null, null),
            _ => new("secret", null, -77, null),
        };
        var act = () => transaction.WriteAsync(bad);
        var error = (await act.Should().ThrowAsync<Exception>()).Which;
        loader.Classify(error).Should().Be(ErrorKind.Data);
        error.Message.Should().NotContain("secret").And.NotContain("77");
        await transaction.WriteAsync(new Event(good is null ? null! : "good2", null, 1, null));
        await transaction.CommitAsync();
        _database.Scalar("SELECT count(*) FROM events").Should().Be(2L);
        return loader.DescribeRefusal(error).Reason;
    }
}

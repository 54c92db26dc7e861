using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;

namespace EtlKit.Sqlite.Tests;

public sealed class PageSizeTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task OpenAsync_NewDatabase_HasLargePages()
    {
        await SqliteLoader.Append<Event>(_database.ConnectionString, "events").RunAsync(Sessions.Events(3));

        _database.Scalar("PRAGMA page_size").Should().Be(16_384L);
        _database.Scalar("PRAGMA journal_mode").Should().Be("wal");
    }

    [Theory]
    [InlineData("8192", 8192L)]
    [InlineData(null, 4096L)]
    public async Task OpenAsync_PageSizeIsChosen_NewDatabaseHasIt(string? size, long expected)
    {
        await SqliteLoader.Append<Event>(_database.ConnectionString, "events", o => o.Pragma("page_size", size)).RunAsync(Sessions.Events(3));

        _database.Scalar("PRAGMA page_size").Should().Be(expected);
    }

    [Fact]
    public async Task OpenAsync_DatabaseIsThere_KeepsItsPages()
    {
        _database.Execute("PRAGMA page_size = 1024; CREATE TABLE other(a); INSERT INTO other VALUES(1)");

        await SqliteLoader.Append<Event>(_database.ConnectionString, "events").RunAsync(Sessions.Events(1_000));

        _database.Scalar("PRAGMA page_size").Should().Be(1024L);
        _database.Scalar("SELECT count(*) FROM events").Should().Be(1_000L);
        _database.Query("SELECT a FROM other").Should().Equal("1");
        _database.Scalar("PRAGMA integrity_check").Should().Be("ok");
    }

    [Fact]
    public async Task OpenAsync_JournalModeWasSetBefore_KeepsItsPages()
    {
        _database.Execute("PRAGMA journal_mode = WAL");

        await SqliteLoader.Append<Event>(_database.ConnectionString, "events").RunAsync(Sessions.Events(3));

        _database.Scalar("PRAGMA page_size").Should().Be(4096L);
    }

    [Fact]
    public async Task OpenAsync_DatabaseIsThere_SetsNoPageSizeOnTheConnection()
    {
        _database.Execute("CREATE TABLE other(a)");
        var connection = new SqliteConnectionStringBuilder(_database.ConnectionString) { Pooling = true }.ToString();
        await using (await SqliteLoader.Replace<Event>(connection, "events").OpenAsync())
        {
        }

        // The pool gives the same connection again; a size that it remembered would be taken by VACUUM, once the journal lets it.
        using (var pooled = new SqliteConnection(connection))
        {
            pooled.Open();
            TestDatabase.Execute(pooled, "PRAGMA journal_mode = DELETE; VACUUM");
        }

        SqliteConnection.ClearAllPools();
        _database.Scalar("PRAGMA page_size").Should().Be(4096L);
    }

    [Fact]
    public void Prepare_NewDatabase_KeepsTheCacheAsSmallAsItIs()
    {
        var plan = LoadPlanner.Plan(_database.ConnectionString, "events", LoadMode.Append, new SqliteLoaderOptions<Event>());
        using var database = new Database(_database.ConnectionString);
        Target.Prepare(database, plan, NullLogger.Instance);

        // 12 MB.
        database.Execute("INSERT INTO events(Id) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) SELECT printf('%0300d', i) FROM n");

        raw.sqlite3_db_status(database.Handle, raw.SQLITE_DBSTATUS_CACHE_USED, out var used, out _, 0).Should().Be(raw.SQLITE_OK);
        used.Should().BeInRange(1_000_000, 2_500_000);
    }

    [Fact]
    public async Task OpenAsync_Encoding_IsSetTogetherWithThePages()
    {
        await SqliteLoader.Replace<Event>(_database.ConnectionString, "events", e => e.Id, o => o.Pragma("encoding", "UTF16le")).RunAsync(Sessions.Events(3));

        _database.Scalar("PRAGMA page_size").Should().Be(16_384L);
        _database.Scalar("PRAGMA encoding").Should().Be("UTF-16le");
    }

    [Theory]
    [InlineData("Data Source=test.db", true)]
    [InlineData("Data Source=test.db;Password=secret", false)]
    [InlineData("Data Source=file:test.db?cipher=chacha20&key=secret", false)]
    [InlineData("Data Source=file:test.db?mode=rwc", true)]
    [InlineData("Data Source=/monkey=1/test.db", true)]
    public void Resolve_ConnectionHasAKey_SetsNoPageSize(string connection, bool expected)
    {
        var options = new SqliteLoaderOptions<Event>();

        var plan = LoadPlanner.Plan(connection, "events", LoadMode.Append, options);

        plan.Pragmas.Any(pragma => pragma.Name == "page_size").Should().Be(expected);
    }

    [Fact]
    public void Resolve_KeyIsAPragma_SetsNoPageSize()
    {
        var options = new SqliteLoaderOptions<Event>().Pragma("Key", "secret");

        LoadPlanner.Plan(_database.ConnectionString, "events", LoadMode.Append, options).Pragmas.Should().NotContain(pragma => pragma.Name == "page_size");
    }

    [Fact]
    public void Resolve_BusyTimeoutIsAPragma_IsSetBeforeTheDatabaseIsAsked()
    {
        var options = new SqliteLoaderOptions<Event>().Pragma("busy_timeout", "5000");

        LoadPlanner.Plan(_database.ConnectionString, "events", LoadMode.Append, options).Pragmas.Select(pragma => pragma.Name)
            .Should().Equal("busy_timeout", "page_size", "journal_mode", "synchronous");
    }

    [Fact]
    public void Resolve_ConnectionHasAPasswordAndTheUserSetsThePageSize_SetsIt()
    {
        var options = new SqliteLoaderOptions<Event>().Pragma("page_size", "8192");

        var plan = LoadPlanner.Plan(_database.ConnectionString + ";Password=secret", "events", LoadMode.Append, options);

        plan.Pragmas.Should().Contain(new PragmaSetting("page_size", "8192"));
    }
}

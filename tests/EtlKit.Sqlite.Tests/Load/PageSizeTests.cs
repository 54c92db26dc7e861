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
}

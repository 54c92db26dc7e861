using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite.Tests;

/// <summary>A probe says whether the database can be reached, and leaves everything as it is.</summary>
public sealed class ProbeTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task ProbeAsync_DatabaseIsThere_ReachesItAndChangesNothing(string journal)
    {
        _database.Execute($"PRAGMA journal_mode = {journal}; CREATE TABLE other(a)");
        var before = File.ReadAllBytes(_database.File);

        await ProbeAsync(_database.ConnectionString);

        File.ReadAllBytes(_database.File).Should().Equal(before);
        _database.Query("SELECT name FROM sqlite_schema").Should().Equal("other");
    }

    [Fact]
    public async Task ProbeAsync_DatabaseIsNotThereYet_LooksAtTheDirectoryAndCreatesNothing()
    {
        await ProbeAsync(_database.ConnectionString);

        Directory.EnumerateFileSystemEntries(_database.Directory).Should().BeEmpty();
    }

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task ProbeAsync_DatabaseIsLocked_IsReached(string journal)
    {
        _database.Execute($"PRAGMA journal_mode = {journal}; CREATE TABLE other(a)");
        using var other = _database.Open();
        TestDatabase.Execute(other, "PRAGMA locking_mode = EXCLUSIVE");
        TestDatabase.Execute(other, "BEGIN EXCLUSIVE; INSERT INTO other VALUES (1)");
        using (var probe = new SqliteConnection(_database.ConnectionString + ";Default Timeout=1"))
        {
            var read = () =>
            {
                probe.Open();
                TestDatabase.Execute(probe, "SELECT * FROM other");
            };
            read.Should().Throw<SqliteException>("it is locked").Which.SqliteErrorCode.Should().Be(5);
        }

        await ProbeAsync(_database.ConnectionString);
    }

    [Fact]
    public async Task ProbeAsync_WhileASessionWrites_DoesntDisturbIt()
    {
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, "events");
        await using var session = await loader.OpenTransactionalAsync();
        await using (var transaction = await session.BeginAsync())
        {
            await transaction.WriteAsync(Sessions.Events(3));
            await ProbeAsync(_database.ConnectionString);
            await transaction.CommitAsync();
        }

        _database.Query("SELECT COUNT(*) FROM events").Should().Equal("3");
    }

    [Theory]
    [InlineData("Data Source={0}/missing/test.db", "check that its directory exists")]
    [InlineData("Data Source={0}/test.db;Mode=ReadWrite", "can't be opened")]
    [InlineData("Data Source={0}", "the database can't be reached")]
    [InlineData("Data Source=/proc/test.db", "can't be opened")]
    public async Task ProbeAsync_CantBeReached_SaysWhyAndLeavesNothing(string connection, string problem)
    {
        var probe = async () => await ProbeAsync(string.Format(connection, _database.Directory));

        (await probe.Should().ThrowAsync<SqliteLoaderException>()).Which.Message.Should().MatchRegex(problem);
        Directory.EnumerateFileSystemEntries(_database.Directory).Should().BeEmpty();
    }

    [Fact]
    public async Task ProbeAsync_FileIsNoDatabase_SaysSo()
    {
        File.WriteAllText(_database.File, new string('x', 10_000));

        var probe = async () => await ProbeAsync(_database.ConnectionString);

        await probe.Should().ThrowAsync<SqliteLoaderException>().WithMessage("*not a SQLite database*");
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=shared;Mode=Memory;Cache=Shared")]
    public async Task ProbeAsync_InMemory_IsAlwaysReached(string connection) => await ProbeAsync(connection);

    private static async Task ProbeAsync(string connection)
    {
        var pipeline = new PipelineBuilder("p").Extract(Extractor.From("e", Array.Empty<Event>())).Load(SqliteLoader.Append<Event>(connection, "events")).Build();

        (await pipeline.ProbeTargetAsync(Sessions.Token)).Should().BeTrue();
    }
}

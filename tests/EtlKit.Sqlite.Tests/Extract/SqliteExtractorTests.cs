using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite.Tests;

public sealed class SqliteExtractorTests : IDisposable
{
    private const string Endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT ";

    private readonly TestDatabase _database = new();

    public SqliteExtractorTests() => _database.Execute("CREATE TABLE t(x); INSERT INTO t VALUES(1), (2), (3)");

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task ExtractAsync_Query_StreamsItsRowsAtEveryRun()
    {
        var extractor = SqliteExtractor.FromQuery(_database.ConnectionString, "SELECT x FROM t WHERE x > $min ORDER BY x", r => r.GetInt32(0), "numbers", new Dictionary<string, object?> { ["$min"] = 1 });

        extractor.Name.Should().Be("numbers");
        for (var i = 0; i < 2; i++)
        {
            (await extractor.ExtractAsync(Sessions.Token).ToListAsync(Sessions.Token)).Should().Equal(2, 3);
        }
    }

    [Fact]
    public async Task ExtractAsync_WritingQuery_IsRefused()
    {
        var extractor = SqliteExtractor.FromQuery(_database.ConnectionString, "DELETE FROM t RETURNING x", r => r.GetInt32(0));
        var act = async () => await extractor.ExtractAsync(Sessions.Token).ToListAsync(Sessions.Token);

        (await act.Should().ThrowAsync<SqliteException>()).Which.SqliteErrorCode.Should().Be(8);
        _database.Scalar("SELECT count(*) FROM t").Should().Be(3L);
    }

    [Fact]
    public async Task ExtractAsync_CancelledBetweenRows_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        var extractor = SqliteExtractor.FromQuery(_database.ConnectionString, Endless + "x FROM c", r => r.GetInt64(0));
        var act = async () =>
        {
            await foreach (var number in extractor.ExtractAsync(cancellation.Token))
            {
                if (number == 10)
                {
                    await cancellation.CancelAsync();
                }
            }
        };

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task ExtractAsync_CancelledWithinAStep_InterruptsIt()
    {
        // The second row takes for ever.
        using var cancellation = new CancellationTokenSource();
        var firstRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var extractor = SqliteExtractor.FromQuery(
            _database.ConnectionString,
            Endless + "1 UNION ALL SELECT count(*) FROM c",
            r =>
            {
                firstRead.SetResult();
                return r.GetInt64(0);
            });
        var rows = Task.Run(async () => await extractor.ExtractAsync(cancellation.Token).ToListAsync(CancellationToken.None), CancellationToken.None);
        await firstRead.Task;
        await cancellation.CancelAsync();
        var act = () => rows;

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Name_NotGiven_IsStableAndHoldsNoQuery()
    {
        IExtractor<int> Make(string sql) => SqliteExtractor.FromQuery("Data Source=/a/b/example.db", sql, r => r.GetInt32(0));

        Make("SELECT 1").Name.Should().MatchRegex("^example\\.db query [0-9a-f]{8}$").And.Be(Make("SELECT 1").Name).And.NotBe(Make("SELECT 2").Name);
    }

    [Fact]
    public async Task ExtractFromAsync_MapThrows_RejectsThatRecordAlone()
    {
        _database.Execute("INSERT INTO t VALUES('secret'), (NULL), (6)");
        var extractor = (IResumableExtractor<int>)SqliteExtractor.FromQuery(
            _database.ConnectionString, "SELECT x FROM t ORDER BY rowid", r => r.GetString(0) == "secret" ? throw new FormatException("secret") : r.GetInt32(0));

        var items = await extractor.ExtractFromAsync(SourcePosition.Start, Sessions.Token).ToListAsync(Sessions.Token);

        items.Where(item => item.Rejection is null).Select(item => item.Row).Should().Equal(1, 2, 3, 6);
        items.Where(item => item.Rejection is not null).Select(item => item.Rejection!.Reason)
            .Should().Equal("the map of the query threw FormatException", "the map of the query threw InvalidOperationException");
        items.Select(item => item.Position).Should().Equal(Enumerable.Range(1, 6).Select(row => new SourcePosition(row)));
    }

    [Fact]
    public async Task ExtractFromAsync_InTheMiddle_GivesTheRestAndNoticesThatThereIsLess()
    {
        var extractor = (IResumableExtractor<int>)SqliteExtractor.FromQuery(_database.ConnectionString, "SELECT x FROM t ORDER BY x", r => r.GetInt32(0));

        var items = await extractor.ExtractFromAsync(new SourcePosition(2), Sessions.Token).ToListAsync(Sessions.Token);
        var act = async () => await extractor.ExtractFromAsync(new SourcePosition(4), Sessions.Token).ToListAsync(Sessions.Token);

        items.Should().Equal(new Extracted<int>(3, new SourcePosition(3)));
        await act.Should().ThrowAsync<InvalidDataException>().WithMessage("The query gives 3 rows, but an earlier run has loaded 4*");
    }

    [Fact]
    public async Task ExtractAsync_QueryFails_SaysWhereAndWhatToDo()
    {
        var missing = async () => await SqliteExtractor.FromQuery($"Data Source={_database.Directory}/none.db", "SELECT 1", r => 1, "q").ExtractAsync(Sessions.Token).ToListAsync(Sessions.Token);
        var wrong = async () => await SqliteExtractor.FromQuery(_database.ConnectionString, "SELECT y FROM t", r => 1, "q").ExtractAsync(Sessions.Token).ToListAsync(Sessions.Token);

        (await missing.Should().ThrowAsync<SqliteException>()).WithMessage("SQLite q: the database can't be opened: *check that its directory exists*none.db\".");
        (await wrong.Should().ThrowAsync<SqliteException>()).WithMessage("SQLite q: the query failed: *no such column: y*test.db\".");
    }

    [Fact]
    public async Task ExtractAsync_MissingFile_FailsAndCreatesNone()
    {
        var file = Path.Combine(_database.Directory, "missing.db");
        var act = async () => await SqliteExtractor.FromQuery($"Data Source={file}", "SELECT 1", r => 1).ExtractAsync(Sessions.Token).ToListAsync(Sessions.Token);

        await act.Should().ThrowAsync<SqliteException>();
        File.Exists(file).Should().BeFalse();
    }
}

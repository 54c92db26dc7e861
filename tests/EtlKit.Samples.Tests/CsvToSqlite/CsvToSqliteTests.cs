using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace EtlKit.Samples.Tests;

public sealed class CsvToSqliteTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Run_DirectoryOfFiles_LoadsGoodRowsAndRejectsBadOnesWithTheirReasons()
    {
        _files.Write("in/a.csv", """
            id,timestamp,value
             1 ,2021-01-01 12:00:00,42
            2,2021-01-01,
            3,2021-02-30,1
            4,2021-01-01,abc
            "5","2021-01-01T12:00:00.5+02:00","7.25"
            6,2021-01-01
            7,2021-01-01,8,extra
            8
            2,2022-02-02,99

            """);
        _files.Write("in/b.csv", "ts,id,value\r\n2021-05-05,b1,1\r\n,b2,1\r\n");
        _files.Write("in/empty.csv", "");
        _files.Write("in/header.csv", "id,timestamp,value\n");
        _files.Write("in/other.csv", "foo,bar\n1,2\n");
        _files.Write("in/ignored.txt", "id,timestamp,value\n9,2021-01-01,1\n");

        var run = await RunAsync("--rejects", "rejects.jsonl", "--json");

        run.ExitCode.Should().Be(0, run.Error);
        _files.Query("events.db", "select * from events order by id").Should().Equal(
            "1|2021-01-01T12:00:00|42|a.csv",
            "2|2022-02-02T00:00:00|99|a.csv",
            "5|2021-01-01T12:00:00.500000+02:00|7.25|a.csv",
            "6|2021-01-01T00:00:00|0|a.csv",
            "7|2021-01-01T00:00:00|8|a.csv",
            "b1|2021-05-05T00:00:00|1|b.csv");
        _files.Query("events.db", "select name || ' ' || type || ' ' || pk || ' ' || \"notnull\" from pragma_table_info('events')")
            .Should().Equal("id TEXT 1 0", "ts TEXT 0 0", "value REAL 0 0", "source_file TEXT 0 0");

        var report = ReportOf(run.Output);
        report.GetProperty("status").GetString().Should().Be("SucceededWithRejects");
        report.GetProperty("rows").GetProperty("extracted").GetInt64().Should().Be(12);
        report.GetProperty("rows").GetProperty("loaded").GetInt64().Should().Be(7);

        var rejects = File.ReadAllLines(_files["rejects.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(reject => $"{reject.GetProperty("source")}:{reject.GetProperty("line")} {reject.GetProperty("reason")} {reject.GetProperty("raw")}");
        string[] expected =
        [
            "a.csv:4 timestamp is not an ISO 8601 date or date and time 3,2021-02-30,1",
            "a.csv:5 value is not a number 4,2021-01-01,abc",
            "a.csv:9 timestamp is missing 8",
            "b.csv:3 timestamp is missing ,b2,1",
            "other.csv:2 id is missing 1,2",
        ];
        rejects.Order(StringComparer.Ordinal).Should().Equal(expected);
        run.Error.Should().Contain("Source:a.csv Rejected row 3 of a.csv, line 4: timestamp is not");
    }

    [Fact]
    public async Task Run_Twice_LeavesTheSameTable()
    {
        WriteFiles(3, 1000);

        await RunAsync();
        var first = _files.Query("events.db", "select * from events order by id");
        await RunAsync("--producers", "3", "--batch-size", "17", "--channel-capacity", "5");

        first.Should().HaveCount(3000);
        _files.Query("events.db", "select * from events order by id").Should().Equal(first);
    }

    [Fact]
    public async Task Run_Terminated_DrainsCommitsAndSaysSo()
    {
        // One row a batch makes a run that can't end before the signal.
        WriteFiles(2, 200_000);
        using var sample = Sample.Start(
            "CsvToSqlite", _files.Root, "--input", "in", "--database", "events.db", "--json", "--batch-size", "1");
        await UntilAsync(() => CountRows() > 10);
        using (var kill = Process.Start("kill", ["-TERM", sample.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (exitCode, output, error) = await sample.EndAsync();

        exitCode.Should().Be(128 + 15, error);
        var rows = ReportOf(output).GetProperty("rows");
        rows.GetProperty("loaded").GetInt64().Should().Be(CountRows()).And.BeLessThan(400_000);
        rows.GetProperty("unfinished").GetInt64().Should().Be(0);
        rows.GetProperty("extracted").GetInt64().Should().Be(CountRows());
        _files.Query("events.db", "pragma integrity_check").Should().Equal("ok");
    }

    [Fact]
    public async Task Run_KilledAndResumed_GoesOnWhereItWasAndThenSkipsWhatIsDone()
    {
        WriteFiles(2, 50_000);
        using (var sample = Sample.Start(
            "CsvToSqlite", _files.Root, "--input", "in", "--database", "events.db", "--batch-size", "100", "--channel-capacity", "100", "--resume"))
        {
            await UntilAsync(() => CountRows() > 1000);
            sample.Kill();
            await sample.EndAsync();
        }

        var killedAt = CountRows();
        var second = await RunAsync("--resume", "--json");
        var third = await RunAsync("--resume", "--json");

        killedAt.Should().BeInRange(1000, 99_999);
        ReportOf(second.Output).GetProperty("rows").GetProperty("loaded").GetInt64().Should().Be(100_000 - killedAt);
        CountRows().Should().Be(100_000);
        ReportOf(third.Output).GetProperty("sources").EnumerateArray().Select(source => source.GetProperty("status").GetString())
            .Should().Equal("Skipped", "Skipped");
    }

    [Fact]
    public async Task Run_RejectTable_StoresRejectsAndReplaysThoseThatAreGoodNow()
    {
        _files.Write("in/a.csv", "id,timestamp,value\n1,2021-01-01,1\n2,bad,2\n3,2021-01-03,3\n");
        await RunAsync("--resume");
        _files.Execute("events.db", "create unique index one_value on events(value); delete from events; delete from etlkit_checkpoints");
        _files.Execute("events.db", "insert into events(id, value) values ('x', 3)");

        var first = await RunAsync("--resume", "--reject-table");
        _files.Execute("events.db", "delete from events where id = 'x'");
        var replay = await RunAsync("--resume", "--reject-table", "--replay", "--json");

        first.ExitCode.Should().Be(0, first.Error);
        replay.ExitCode.Should().Be(0, replay.Error);
        ReportOf(replay.Output).GetProperty("rows").GetProperty("loaded").GetInt64().Should().Be(1);
        _files.Query("events.db", "select id || ' ' || ts from events order by id").Should().Equal("1 2021-01-01T00:00:00", "3 2021-01-03T00:00:00");
        _files.Query("events.db", "select row || ' ' || stage || ' ' || coalesce(code, '-') || ' ' || status from etlkit_rejects order by id").Should().Equal(
            "2 transform - still bad", "3 load 2067 replayed");
    }

    [Theory]
    [InlineData("--replay")]
    [InlineData("--reject-table", "--rejects", "rejects.jsonl")]
    public async Task Run_OptionsThatDontGoTogether_SaysWhichOnes(params string[] options)
    {
        var run = await RunAsync(options);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("--reject-table");
    }

    [Theory]
    [InlineData("--resume")]
    [InlineData("--json")]
    public async Task Run_WhileAnotherLoads_IsRefused(string option)
    {
        WriteFiles(2, 300_000);
        using var first = Sample.Start(
            "CsvToSqlite", _files.Root, "--input", "in", "--database", "events.db", "--batch-size", "100", "--channel-capacity", "100", option);
        await UntilAsync(() => CountRows() > 1000);

        var second = await RunAsync(option);
        first.Kill();
        await first.EndAsync();

        second.ExitCode.Should().Be(5, second.Error);
        second.Output.Should().Contain("can't get its run lock").And.Contain("process ");
    }

    [Fact]
    [Trait("Bug", "dotnet/runtime #67146")]
    public async Task Run_MoreRejectsThanAllowed_Fails()
    {
        _files.Write("in/a.csv", "id,timestamp,value\n1,bad,1\n2,bad,1\n");

        var run = await RunAsync("--max-rejects", "1");

        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("MaxRejects allows 1");
    }

    [Fact]
    public async Task Run_MissingDirectory_FailsAndNamesIt()
    {
        var run = await RunAsync();

        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("FAILED").And.Contain(Path.Combine(_files.Root, "in"));
    }

    [Theory]
    [InlineData("--batch-size", "0")]
    [InlineData("--producers", "many")]
    [InlineData("--no-such-option", "1")]
    public async Task Run_BadArgument_SaysWhatIsWrong(string option, string value)
    {
        WriteFiles(1, 1);

        var run = await RunAsync(option, value);

        run.ExitCode.Should().Be(2);
        run.Error.Should().NotBeEmpty();
        File.Exists(_files["events.db"]).Should().BeFalse();
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        Sample.RunAsync("CsvToSqlite", _files.Root, ["--input", "in", "--database", "events.db", .. arguments]);

    private static JsonElement ReportOf(string output) => JsonDocument.Parse(output.TrimEnd('\n').Split('\n')[^1]).RootElement;

    private void WriteFiles(int files, int rows)
    {
        for (var file = 0; file < files; file++)
        {
            var text = new StringBuilder("id,timestamp,value\n");
            for (var row = 0; row < rows; row++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{file}-{row},2021-01-01 12:00:{row % 60:D2},{row}.5\n");
            }

            _files.Write($"in/{file}.csv", text.ToString());
        }
    }

    private long CountRows()
    {
        try
        {
            return long.Parse(_files.Query("events.db", "select count(*) from events")[0], CultureInfo.InvariantCulture);
        }
        catch (SqliteException)
        {
            // The database or its table isn't there yet.
            return 0;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

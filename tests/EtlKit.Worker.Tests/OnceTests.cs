using System.Text.Json;
using EtlKit.Hosting;

namespace EtlKit.Worker.Tests;

/// <summary>The worker run once, as cron, a unit or a container platform runs it.</summary>
public sealed class OnceTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Run_GoodRows_LoadsThemAndEndsWith0()
    {
        _files.WriteRows(2, 100);

        var run = await Worker.RunAsync(_files, _files.Variables(), "run", "events");

        run.ExitCode.Should().Be(EtlExitCode.Done, run.Error);
        run.Status.Should().Be("Succeeded");
        run.Error.Should().BeEmpty();
        _files.CountRows().Should().Be(200);
        run.Lines[0].GetProperty("Timestamp").GetString().Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
    }

    [Theory]
    [InlineData("", EtlExitCode.DoneWithRejects)]
    [InlineData("5", EtlExitCode.DoneWithRejects)]
    [InlineData("3, 5", EtlExitCode.Done)]
    public async Task Run_Rejects_EndsWith3UnlessThatIsToBeTakenForSuccess(string successCodes, int exitCode)
    {
        _files.Write("in/a.csv", "id,timestamp,value\n1,2021-01-01,1\n2,yesterday,2\n");

        var run = await Worker.RunAsync(_files, _files.Variables(("Worker__SuccessExitCodes", successCodes)), "run", "events");

        run.ExitCode.Should().Be(exitCode, run.Error);
        run.Status.Should().Be("SucceededWithRejects");
        _files.Query("select id from events").Should().Equal("1");
        _files.Query("select source || ' ' || row || ' ' || reason from etlkit_rejects").Should().ContainSingle().Which.Should().StartWith("a.csv 2 timestamp is not");
    }

    [Fact]
    public async Task Run_WithASchedule_RunsOnce()
    {
        _files.WriteRows(1, 200_000);

        var run = await Worker.RunAsync(_files, _files.Variables(("EtlKit__Pipelines__events__Schedule__Cron", "* * * * * ?")), "run", "events");

        run.ExitCode.Should().Be(EtlExitCode.Done, run.Error);
        run.Lines.Should().ContainSingle(line => line.GetRawText().Contains("Run started"));
        run.Lines.Should().NotContain(line => line.GetRawText().Contains("EtlKit.Quartz"));
    }

    [Fact]
    public async Task Run_TooManyRejects_EndsWith4()
    {
        _files.Write("in/a.csv", "id,timestamp,value\n1,today,1\n2,yesterday,2\n");

        var run = await Worker.RunAsync(_files, _files.Variables(("EtlKit__Pipelines__events__MaxRejects", "1")), "run", "events");

        run.ExitCode.Should().Be(EtlExitCode.DataFailed, run.Error);
    }

    [Fact]
    public async Task Run_Replay_LoadsRejectsThatAreGoodNow()
    {
        _files.Write("in/a.csv", "id,timestamp,value\n1,2021-01-01,1\n2,yesterday,2\n");
        await Worker.RunAsync(_files, _files.Variables(), "run", "events");

        var replay = await Worker.RunAsync(_files, _files.Variables(), "run", "events", "--replay");

        replay.ExitCode.Should().Be(EtlExitCode.DoneWithRejects, replay.Error);
        replay.RowsOf("rejected").Should().Be(1);
        _files.Query("select status from etlkit_rejects").Should().Equal("still bad");
    }

    [Theory]
    [InlineData("EtlKit__Pipelines__events__BatchSize", "0", "EtlKit:Pipelines:events:BatchSize is 0")]
    [InlineData("EtlKit__Pipelines__events__BatchSise", "10", "EtlKit:Pipelines:events:BatchSise is unknown: did you mean BatchSize?")]
    [InlineData("EtlKit__Pipelines__event__BatchSize", "10", "EtlKit:Pipelines:event configures a pipeline that isn't registered")]
    [InlineData("EtlKit__Pipelines__events__Schedule__Cron", "daily", "EtlKit:Pipelines:events:Schedule:Cron is 'daily'")]
    [InlineData("ConnectionStrings__Events", "", "ConnectionStrings:Events")]
    [InlineData("Worker__SuccessExitCodes", "three", "Worker:SuccessExitCodes must be exit codes")]
    [InlineData("Worker__MaxAge", "1", "Worker:MaxAge must be a time")]
    public async Task Run_WrongConfiguration_EndsWith2AndNamesTheKey(string variable, string value, string problem)
    {
        _files.WriteRows(1, 1);

        var run = await Worker.RunAsync(_files, _files.Variables((variable, value)), "run", "events");

        run.ExitCode.Should().Be(EtlExitCode.Misconfigured, run.Error);
        run.Error.Should().Contain(problem);
        File.Exists(_files["events.db"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "nothing")]
    [InlineData("events")]
    public async Task Worker_WrongCommandLine_EndsWith2(params string[] arguments)
    {
        var run = await Worker.RunAsync(_files, _files.Variables(), arguments);

        run.ExitCode.Should().Be(EtlExitCode.Misconfigured, run.Error);
        run.Error.Should().MatchRegex("Usage|'nothing'");
    }

    [Fact]
    public async Task Run_Terminated_DrainsAndEndsWith143AndTheNextRunGoesOn()
    {
        _files.WriteRows(1, 200_000);
        using var worker = Worker.Start(_files, _files.Variables(Slow.Variables), "run", "events");
        await worker.LoggedAsync(Slow.BatchLoaded);
        worker.Signal("TERM");

        var run = await worker.EndAsync();
        var loaded = _files.CountRows();
        var next = await Worker.RunAsync(_files, _files.Variables(), "run", "events");

        run.ExitCode.Should().Be(EtlExitCode.Terminated, run.Error);
        run.Status.Should().Be("Cancelled");
        run.RowsOf("unfinished").Should().Be(0);
        run.RowsOf("loaded").Should().Be(loaded).And.BeInRange(10, 199_999);
        next.ExitCode.Should().Be(EtlExitCode.Done, next.Error);
        next.RowsOf("loaded").Should().Be(200_000 - loaded);
        _files.CountRows().Should().Be(200_000);
    }

    [Fact]
    public async Task Run_KilledAndStartedAgain_LeavesTheTableOfARunThatWasNotKilled()
    {
        _files.WriteRows(2, 50_000);
        using (var worker = Worker.Start(_files, _files.Variables(Slow.Variables), "run", "events"))
        {
            await worker.LoggedAsync(Slow.BatchLoaded);
            worker.Signal("KILL");
            (await worker.EndAsync()).ExitCode.Should().Be(128 + 9);
        }

        var killedAt = _files.CountRows();
        var second = await Worker.RunAsync(_files, _files.Variables(), "run", "events");
        await Worker.RunAsync(_files, _files.Variables(("ConnectionStrings__Events", $"Data Source={_files["whole.db"]}")), "run", "events");

        killedAt.Should().BeInRange(10, 99_999);
        second.ExitCode.Should().Be(EtlExitCode.Done, second.Error);
        second.RowsOf("loaded").Should().Be(100_000 - killedAt);
        _files.Query("select * from events order by id").Should().Equal(_files.Query("select * from events order by id", "whole.db"));
    }

    [Theory]
    [InlineData("", EtlExitCode.AlreadyRunning)]
    [InlineData("3,5", EtlExitCode.Done)]
    public async Task Run_WhileAnotherRuns_IsRefusedWith5(string successCodes, int exitCode)
    {
        _files.WriteRows(1, 300_000);
        using var first = Worker.Start(_files, _files.Variables(Slow.Variables), "run", "events");
        await first.LoggedAsync(Slow.BatchLoaded);

        var second = await Worker.RunAsync(_files, _files.Variables(("Worker__SuccessExitCodes", successCodes)), "run", "events");
        first.Signal("TERM");

        second.ExitCode.Should().Be(exitCode, second.Error);
        second.Error.Should().Contain("run lock");
        (await first.EndAsync()).ExitCode.Should().Be(EtlExitCode.Terminated);
    }

    [Fact]
    public async Task Run_ReportPath_WritesTheReportThere()
    {
        _files.WriteRows(1, 10);

        var run = await Worker.RunAsync(_files, _files.Variables(("Worker__ReportPath", _files["report.json"])), "run", "events");

        run.ExitCode.Should().Be(EtlExitCode.Done, run.Error);
        run.Lines.Should().NotContain(line => HasRunId(line));
        File.ReadAllText(_files["report.json"]).Should().Contain("\"status\":\"Succeeded\"");
    }

    private static bool HasRunId(JsonElement line) => line.TryGetProperty("runId", out _);
}

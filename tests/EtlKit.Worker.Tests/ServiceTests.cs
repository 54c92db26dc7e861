using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EtlKit.Hosting;

namespace EtlKit.Worker.Tests;

/// <summary>The worker as a service: asked, probed, scraped and stopped from outside.</summary>
public sealed class ServiceTests : IDisposable
{
    private const int RunCompleted = 1001;

    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Service_AskedToRun_RunsAndTellsItsStateAndMetrics()
    {
        _files.WriteRows(2, 100);
        _files.Write("in/bad.csv", "id,timestamp,value\nx,yesterday,1\n");
        using var worker = Worker.Start(_files, _files.Variables());
        using var client = await worker.ConnectAsync();

        var before = await GetAsync(client, "/pipelines/events");
        using var asked = await client.PostAsync("/pipelines/events/run", content: null, TestContext.Current.CancellationToken);
        await worker.LoggedAsync(RunCompleted);
        var after = await UntilIdleAsync(client);
        var samples = PrometheusText.Parse(await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken));

        before.GetProperty("lastRun").ValueKind.Should().Be(JsonValueKind.Null);
        asked.StatusCode.Should().Be(HttpStatusCode.Accepted);
        asked.Headers.Location.Should().Be("/pipelines/events");
        after.GetProperty("lastRun").GetProperty("status").GetString().Should().Be("SucceededWithRejects");
        after.GetProperty("lastRun").GetProperty("exitCode").GetInt32().Should().Be(EtlExitCode.DoneWithRejects);
        after.GetProperty("lastRun").GetProperty("rows").GetProperty("loaded").GetInt64().Should().Be(200);
        after.GetProperty("lastSuccessAt").ValueKind.Should().Be(JsonValueKind.String);
        samples.Where(sample => sample.Name == "etlkit_rows_loaded_total").Should().ContainSingle().Which.Value.Should().Be(200);
        var rejected = samples.Where(sample => sample.Name == "etlkit_rows_rejected_total").Should().ContainSingle().Which;
        rejected.Value.Should().Be(1);
        rejected.Labels.Should().Contain("etlkit_pipeline_name", "events").And.Contain("etlkit_reject_stage", "transform");
        samples.Should().Contain(sample => sample.Name == "etlkit_run_last_success_seconds" && sample.Value > 0);
        samples.Should().Contain(sample => sample.Name == "etlkit_batch_duration_seconds_bucket" && sample.Labels.ContainsKey("le"));
        samples.Should().Contain(sample => sample.Name.StartsWith("dotnet_gc_", StringComparison.Ordinal));
        _files.CountRows().Should().Be(200);
    }

    [Fact]
    public async Task Service_WhileItRuns_ShowsASnapshotAndRefusesASecondRun()
    {
        _files.WriteRows(1, 300_000);
        using var worker = Worker.Start(_files, _files.Variables(Slow.Variables));
        using var client = await worker.ConnectAsync();

        using var idle = await client.GetAsync("/pipelines/events/snapshot", TestContext.Current.CancellationToken);
        using var first = await client.PostAsync("/pipelines/events/run", content: null, TestContext.Current.CancellationToken);
        await worker.LoggedAsync(Slow.BatchLoaded);
        var snapshot = await GetAsync(client, "/pipelines/events/snapshot");
        using var second = await client.PostAsync("/pipelines/events/run", content: null, TestContext.Current.CancellationToken);
        var all = await GetAsync(client, "/pipelines");
        var other = await Worker.RunAsync(_files, _files.Variables(), "run", "events");
        worker.Signal("TERM");
        var end = await worker.EndAsync();

        idle.StatusCode.Should().Be(HttpStatusCode.NoContent);
        first.StatusCode.Should().Be(HttpStatusCode.Accepted);
        snapshot.GetProperty("pipeline").GetString().Should().Be("events");
        second.StatusCode.Should().Be(HttpStatusCode.Conflict);
        all[0].GetProperty("isRunning").GetBoolean().Should().BeTrue();
        other.ExitCode.Should().Be(EtlExitCode.AlreadyRunning, other.Error);
        end.ExitCode.Should().Be(0, end.Error);
    }

    [Fact]
    public async Task Service_TerminatedWhileItRuns_DrainsAndEndsWith0()
    {
        _files.WriteRows(1, 300_000);
        using var worker = Worker.Start(_files, _files.Variables(Slow.Variables));
        using var client = await worker.ConnectAsync();
        using var asked = await client.PostAsync("/pipelines/events/run", content: null, TestContext.Current.CancellationToken);
        await worker.LoggedAsync(Slow.BatchLoaded);
        worker.Signal("TERM");

        var end = await worker.EndAsync();

        const int runCancelled = 1002;
        const int notDrained = 8001;
        end.ExitCode.Should().Be(0, end.Error);
        var cancelled = end.Lines.Should().ContainSingle(line => IdOf(line) == runCancelled).Which.GetProperty("State");
        cancelled.GetProperty("Unfinished").GetInt64().Should().Be(0);
        cancelled.GetProperty("Loaded").GetInt64().Should().Be(_files.CountRows()).And.BeInRange(10, 299_999);
        end.Lines.Should().NotContain(line => IdOf(line) == notDrained);
    }

    [Fact]
    public async Task Service_Idle_IsLiveAndReadyAndEndsWith0()
    {
        _files.WriteRows(1, 1);
        using var worker = Worker.Start(_files, _files.Variables());
        using var client = await worker.ConnectAsync();

        var live = await GetAsync(client, "/health/live");
        var ready = await GetAsync(client, "/health/ready");
        using var unknown = await client.PostAsync("/pipelines/nothing/run", content: null, TestContext.Current.CancellationToken);
        worker.Signal("TERM");

        live.GetProperty("checks").EnumerateObject().Select(check => check.Name).Should().Equal("etlkit:events:live");
        ready.GetProperty("checks").EnumerateObject().Select(check => check.Name).Should().Equal("etlkit:events:ready");
        live.GetProperty("status").GetString().Should().Be("Healthy");
        ready.GetProperty("status").GetString().Should().Be("Healthy");
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await worker.EndAsync()).ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task Service_TargetOutOfReach_IsLiveButNotReadyAndSaysWhatToDo()
    {
        _files.WriteRows(1, 1);
        using var worker = Worker.Start(_files, _files.Variables(("ConnectionStrings__Events", $"Data Source={_files["missing/events.db"]}")));
        using var client = await worker.ConnectAsync();

        using var live = await client.GetAsync("/health/live", TestContext.Current.CancellationToken);
        using var ready = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        var health = await ready.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        live.StatusCode.Should().Be(HttpStatusCode.OK);
        ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        health.GetProperty("checks").GetProperty("etlkit:events:ready").GetProperty("action").GetString().Should().NotBeEmpty();
    }

    [Fact]
    public async Task Service_RunThatFails_IsDegradedAndTellsTheExitCodeThatItWouldHaveHad()
    {
        _files.Write("in/a.csv", "id,timestamp,value\n1,today,1\n2,yesterday,2\n");
        using var worker = Worker.Start(_files, _files.Variables(("EtlKit__Pipelines__events__MaxRejects", "1")));
        using var client = await worker.ConnectAsync();
        using var asked = await client.PostAsync("/pipelines/events/run", content: null, TestContext.Current.CancellationToken);
        const int runFailed = 1003;
        await worker.LoggedAsync(runFailed);

        var state = await UntilIdleAsync(client);
        var ready = await GetAsync(client, "/health/ready");

        state.GetProperty("lastRun").GetProperty("exitCode").GetInt32().Should().Be(EtlExitCode.DataFailed);
        state.GetProperty("lastRun").GetProperty("failure").GetString().Should().Be("RejectBudgetException");
        ready.GetProperty("status").GetString().Should().Be("Degraded");
    }

    [Theory]
    [InlineData("EtlKit__Pipelines__events__BatchSize", "many", "EtlKit:Pipelines:events:BatchSize is 'many', but must be")]
    [InlineData("EtlKit__Defaults__DrainTimeout", "20", "EtlKit:Defaults:DrainTimeout is '20'")]
    public async Task Service_WrongConfiguration_EndsWith2AndNamesTheKey(string variable, string value, string problem)
    {
        var run = await Worker.RunAsync(_files, _files.Variables((variable, value)));

        run.ExitCode.Should().Be(EtlExitCode.Misconfigured, run.Error);
        run.Error.Should().Contain(problem);
    }

    [Fact]
    public async Task Service_WithASchedule_RunsByItselfAndTellsWhenNext()
    {
        _files.WriteRows(1, 10);
        using var worker = Worker.Start(_files, _files.Variables(("EtlKit__Pipelines__events__Schedule__Cron", "* * * * * ?")));
        using var client = await worker.ConnectAsync();

        await worker.LoggedAsync(RunCompleted);
        var state = await GetAsync(client, "/pipelines/events");
        worker.Signal("TERM");

        (await worker.EndAsync()).ExitCode.Should().Be(0);
        state.GetProperty("nextFireAt").ValueKind.Should().Be(JsonValueKind.String);
        _files.CountRows().Should().Be(10);
    }

    /// <summary>The id of an event of EtlKit; those of others may be the same.</summary>
    private static int IdOf(JsonElement line) =>
        line.GetProperty("Category").GetString()!.StartsWith("EtlKit", StringComparison.Ordinal) ? line.GetProperty("EventId").GetInt32() : 0;

    private static Task<JsonElement> GetAsync(HttpClient client, string path) => client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    /// <summary>The run tells its end a moment before its host has put it away.</summary>
    private static async Task<JsonElement> UntilIdleAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (await GetAsync(client, "/pipelines/events") is var state && !state.GetProperty("isRunning").GetBoolean())
            {
                return state;
            }
        }
    }
}

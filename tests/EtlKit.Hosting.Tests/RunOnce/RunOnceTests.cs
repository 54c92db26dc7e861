using System.Diagnostics;
using System.Text.Json;

namespace EtlKit.Hosting.Tests;

/// <summary>A program that runs a pipeline once, as a process of its own: its exit code, its report, its signals.</summary>
public sealed class RunOnceTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-hosting-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("plain", EtlExitCode.Done, "Succeeded")]
    [InlineData("rejects", EtlExitCode.DoneWithRejects, "SucceededWithRejects")]
    [InlineData("budget", EtlExitCode.DataFailed, "Failed")]
    [InlineData("refusing", EtlExitCode.DataFailed, "Failed")]
    [InlineData("broken", EtlExitCode.Failed, "Failed")]
    public async Task Run_ToItsEnd_ReportsInTheLastLineAndEndsWithItsCode(string scenario, int exitCode, string status)
    {
        var run = await TargetHost.RunAsync(scenario);

        run.ExitCode.Should().Be(exitCode, run.Error);
        StatusIn(run.Output).Should().Be(status);
    }

    [Theory]
    [InlineData("unresolvable", "composing it has failed: No service for type")]
    [InlineData("wrong-options", "BatchSize is 0")]
    [InlineData("unknown", "no pipeline 'nmbers': registered are 'numbers'")]
    [InlineData("unmakeable-service", "Unable to resolve service")]
    public async Task Run_ThatCantBegin_SaysWhyAndEndsAsMisconfigured(string scenario, string problem)
    {
        var run = await TargetHost.RunAsync(scenario);

        run.ExitCode.Should().Be(EtlExitCode.Misconfigured, run.Error);
        run.Error.Should().Contain(problem);
    }

    [Fact]
    public async Task Run_WrongConfiguration_SaysWhatIsWrongAndEndsAsMisconfigured()
    {
        var run = await TargetHost.RunAsync("plain", "EtlKit:Pipelines:numbers:BatchSize=0");

        run.ExitCode.Should().Be(EtlExitCode.Misconfigured);
        run.Error.Should().Contain("EtlKit:Pipelines:numbers:BatchSize is 0, but must be at least 1 row.");
    }

    [Fact]
    public async Task Run_WhileAnotherProcessLoads_EndsAsAlreadyRunning()
    {
        var database = Path.Combine(_directory.FullName, "numbers.db");
        using var first = TargetHost.Start("sqlite-endless", $"database={database}");
        await first.LoadingAsync();

        var second = await TargetHost.RunAsync("sqlite", $"database={database}");

        second.ExitCode.Should().Be(EtlExitCode.AlreadyRunning, second.Error);
        StatusIn(second.Output).Should().Be("Failed");
    }

    [Theory]
    [InlineData("TERM", EtlExitCode.Terminated)]
    [InlineData("INT", EtlExitCode.Interrupted)]
    public async Task Run_Signalled_DrainsAndTells(string signal, int exitCode)
    {
        var clock = Stopwatch.StartNew();
        using var host = TargetHost.Start("endless");
        await host.LoadingAsync();
        host.Signal(signal);

        var run = await host.EndedAsync();

        run.ExitCode.Should().Be(exitCode, run.Error);
        StatusIn(run.Output).Should().Be("Cancelled");
        ReportIn(run.Output).GetProperty("rows").GetProperty("unfinished").GetInt64().Should().Be(0);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Run_SignalledTwice_EndsAtOnce()
    {
        // It would drain for ten minutes.
        using var host = TargetHost.Start("deaf");
        await host.LoadingAsync();
        host.Signal("TERM");
        host.Signal("INT");

        var run = await host.EndedAsync();

        run.ExitCode.Should().BeOneOf(EtlExitCode.Interrupted, EtlExitCode.Terminated);
    }

    [Fact]
    public async Task Run_SignalledButNotEndedInTime_NamesWhatWasAbandonedAndFails()
    {
        using var host = TargetHost.Start("abandoning");
        await host.LoadingAsync();
        host.Signal("TERM");

        var run = await host.EndedAsync();

        run.ExitCode.Should().Be(EtlExitCode.Failed, run.Error);
        ReportIn(run.Output).GetProperty("abandoned").EnumerateArray().Select(call => call.GetString()).Should().Contain("loader deaf, loading a batch");
    }

    [Theory]
    [InlineData("failing-service", "Cancelled")]
    [InlineData("service-failing-at-stop", "Succeeded")]
    [Trait("Bug", "dotnet/runtime #67146")]
    public async Task Run_HostedServiceFailsAfterItsFirstAwait_FailsAndReports(string scenario, string status)
    {
        var run = await TargetHost.RunAsync(scenario);

        run.ExitCode.Should().Be(EtlExitCode.Failed, run.Error);
        run.Error.Should().Contain("The hosted service FailingService has failed: the service has failed");
        StatusIn(run.Output).Should().Be(status);
    }

    [Fact]
    public async Task Run_ReportPath_WritesTheFileAndNothingElseBesideIt()
    {
        var path = Path.Combine(_directory.FullName, "report.json");

        var run = await TargetHost.RunAsync("broken", $"report={path}");

        run.ExitCode.Should().Be(EtlExitCode.Failed, run.Error);
        StatusIn(File.ReadAllText(path)).Should().Be("Failed");
        run.Output.Should().NotContain("\"status\"");
        _directory.EnumerateFiles().Should().ContainSingle();
    }

    [Fact]
    public async Task Run_ReportThatCantBeWritten_Fails()
    {
        var run = await TargetHost.RunAsync("plain", $"report={Path.Combine(_directory.FullName, "missing", "report.json")}");

        run.ExitCode.Should().Be(EtlExitCode.Failed);
        run.Error.Should().Contain("The report could not be written");
    }

    private static JsonElement ReportIn(string output) => JsonDocument.Parse(output.TrimEnd('\n').Split('\n')[^1]).RootElement;

    private static string? StatusIn(string output) => ReportIn(output).GetProperty("status").GetString();
}

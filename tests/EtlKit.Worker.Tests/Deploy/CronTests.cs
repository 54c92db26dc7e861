using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EtlKit.Worker.Tests;

/// <summary>The line for cron, run by the shell as cron runs it.</summary>
public sealed partial class CronTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("2021-01-01", "", "")]
    [InlineData("yesterday", "", "events: done, but rows were rejected\n")]
    [InlineData("2021-01-01", "EtlKit__Pipelines__events__BatchSize=\"0\"\n", "events: failed with exit code 2\n")]
    [InlineData("yesterday", "EtlKit__Pipelines__events__MaxRejects=\"0\"\n", "events: failed with exit code 4\n")]
    public async Task Line_RunByTheShell_SpeaksOnlyWhenSomebodyShouldLook(string timestamp, string settings, string mail)
    {
        _files.WriteRows(1, 39);
        _files.Write("in/a.csv", $"id,timestamp,value\na,{timestamp},1\n");

        (await RunAsync(settings)).Should().Be(mail);

        File.ReadAllText(_files["log/events.log"]).Should().NotBeEmpty();
    }

    [Fact]
    public async Task Line_WhileAnotherRuns_IsSilent()
    {
        _files.WriteRows(1, 300_000);
        using var first = Worker.Start(_files, _files.Variables(Slow.Variables), "run", "events");
        await first.LoggedAsync(Slow.BatchLoaded);

        var mail = await RunAsync("");
        first.Signal("TERM");

        mail.Should().BeEmpty();
        File.ReadAllText(_files["log/events.log"]).Should().Contain("run lock");
        await first.EndAsync();
    }

    [Fact]
    public void Line_HasFiveFieldsAndAUserAndNoPercentSign()
    {
        var line = Line();

        line.Groups["minute"].Value.Should().Be("*/15");
        line.Groups["user"].Value.Should().Be("etlkit");
        line.Groups["command"].Value.Should().NotContain("%", "cron makes a new line of it").And.NotContain("flock");
    }

    private async Task<string> RunAsync(string settings)
    {
        _files.Write("worker.env", Directories.Read("systemd/worker.env").Replace("/var/lib/etlkit-worker", _files.Root) + settings);
        Directory.CreateDirectory(_files["log"]);
        var command = Line().Groups["command"].Value
            .Replace("/etc/etlkit-worker/worker.env", _files["worker.env"])
            .Replace("/var/log/etlkit-worker", _files["log"])
            .Replace("/opt/etlkit-worker", AppContext.BaseDirectory.TrimEnd('/'));
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        shell.ExitCode.Should().Be(0);
        return output + await error;
    }

    private static Match Line()
    {
        var line = Directories.Read("cron/etlkit-events").Split('\n').Should().ContainSingle(text => text.Contains("Worker.dll")).Which;
        var match = CronLine().Match(line);
        match.Success.Should().BeTrue();
        return match;
    }

    [GeneratedRegex("""^(?<minute>[*/,\-0-9]+) ([*/,\-0-9]+ ){3}[*/,\-0-9]+ (?<user>[a-z]+) (?<command>.+)$""")]
    private static partial Regex CronLine();
}

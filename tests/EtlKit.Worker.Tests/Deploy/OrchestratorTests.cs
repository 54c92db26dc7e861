using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using EtlKit.Hosting;

namespace EtlKit.Worker.Tests;

/// <summary>The files for Airflow, Dagster and Prefect, run against stand-ins for these: what becomes of each exit code.</summary>
public sealed class OrchestratorTests
{
    [Theory]
    [InlineData(EtlExitCode.Done, "done")]
    [InlineData(EtlExitCode.Failed, "retried")]
    [InlineData(EtlExitCode.Misconfigured, "failed")]
    [InlineData(EtlExitCode.DoneWithRejects, "done")]
    [InlineData(EtlExitCode.DataFailed, "failed")]
    [InlineData(EtlExitCode.AlreadyRunning, "skipped")]
    [InlineData(137, "retried")]
    [InlineData(EtlExitCode.Terminated, "retried")]
    public async Task Files_OfAllOrchestrators_TreatAnExitCodeAlike(int exitCode, string outcome)
    {
        var answer = JsonDocument.Parse(await RunAsync(exitCode)).RootElement;

        answer.GetProperty("outcomes").EnumerateObject().Select(one => $"{one.Name} {one.Value}")
            .Should().Equal($"dagster {outcome}", $"prefect {outcome}", $"docker {outcome}", $"pod {outcome}");
        answer.GetProperty("stopSeconds").GetInt32().Should().BeGreaterThan(Stops.ShutdownSeconds);
    }

    private static async Task<string> RunAsync(int exitCode)
    {
        // Nothing is written beside the files.
        var script = Path.Combine(Directories.Deploy, "..", "..", "..", "tests", "EtlKit.Worker.Tests", "Deploy", "judge_exit_codes.py");
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-B", script, Path.Combine(Directories.Deploy, "orchestrators"), $"{exitCode}"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var error = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await python.WaitForExitAsync(TestContext.Current.CancellationToken);
            python.ExitCode.Should().Be(0, await error);
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Skip("python3 is not on this machine.");
            throw;
        }
    }
}

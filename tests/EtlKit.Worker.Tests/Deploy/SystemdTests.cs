using System.Diagnostics;

namespace EtlKit.Worker.Tests;

/// <summary>The units for systemd.</summary>
public sealed class SystemdTests
{
    [Fact]
    public void OneShot_TreatsEachExitCodeAsItIs()
    {
        var unit = Unit.Read("etlkit-events.service");

        unit["Service", "Type"].Should().Be("oneshot");
        unit["Service", "ExecStart"].Should().EndWith("Worker.dll run events");
        unit["Service", "SuccessExitStatus"].Split(' ').Should().Equal("3", "5", "143");
        unit["Service", "Restart"].Should().Be("on-failure");
        unit["Service", "RestartPreventExitStatus"].Split(' ').Should().Equal("2", "4");
        Unit.Read("etlkit-events.timer")["Timer", "Unit"].Should().Be("etlkit-events.service");
    }

    [Fact]
    public void Service_ServesAndIsStartedAgainUnlessItsConfigurationIsWrong()
    {
        var unit = Unit.Read("etlkit-worker.service");

        unit["Service", "ExecStart"].Should().EndWith("Worker.dll");
        unit["Service", "Restart"].Should().Be("on-failure");
        unit["Service", "RestartPreventExitStatus"].Should().Be("2");
        unit.All("Service", "Environment").Should().Contain("ASPNETCORE_URLS=http://127.0.0.1:8080", "nobody else may start a run");
    }

    [Theory]
    [InlineData("etlkit-events.service")]
    [InlineData("etlkit-worker.service")]
    public void Units_GiveTimeToStopAndNoMoreRightsThanNeeded(string name)
    {
        var unit = Unit.Read(name);

        int.Parse(unit["Service", "TimeoutStopSec"]).Should().BeGreaterThan(Stops.ShutdownSeconds);
        unit["Service", "KillSignal"].Should().Be("SIGTERM");
        unit["Service", "User"].Should().Be("etlkit");
        unit["Service", "EnvironmentFile"].Should().Be("/etc/etlkit-worker/worker.env");
        unit["Service", "StateDirectory"].Should().Be("etlkit-worker");
        unit["Service", "NoNewPrivileges"].Should().Be("yes");
        unit["Service", "ProtectSystem"].Should().Be("strict");
    }

    [Theory]
    [InlineData("etlkit-events.service", "etlkit-worker.service", "etlkit-events.timer")]
    public async Task Units_AreRightToSystemd(params string[] names)
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
        {
            Assert.Skip("systemd-analyze is not on this machine.");
        }

        // It looks whether the programs are there.
        var directory = Directory.CreateTempSubdirectory("etlkit-units-");
        try
        {
            foreach (var name in names)
            {
                File.WriteAllText(Path.Combine(directory.FullName, name), Directories.Read($"systemd/{name}").Replace("/usr/bin/dotnet", "/bin/true"));
            }

            var (exitCode, output) = await VerifyAsync(directory.FullName, names);
            File.AppendAllText(Path.Combine(directory.FullName, names[0]), "[Service]\nRestartt=no\n");
            var broken = await VerifyAsync(directory.FullName, names);

            exitCode.Should().Be(0, output);
            output.Split('\n').Where(line => line.Contains("etlkit")).Should().BeEmpty();
            broken.Output.Should().Contain("Restartt", "a fault is found");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> VerifyAsync(string directory, IEnumerable<string> names)
    {
        using var verify = Process.Start(new ProcessStartInfo("/usr/bin/systemd-analyze", ["verify", "--man=no", .. names.Select(name => Path.Combine(directory, name))])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var output = verify.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await verify.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await verify.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (verify.ExitCode, await output + error);
    }
}

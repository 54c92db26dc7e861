using EtlKit.Hosting;

namespace EtlKit.Worker.Tests;

/// <summary>Looking whether the worker could run, without running it.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Check_RightConfiguration_EndsWith0AndLeavesNothingBehind()
    {
        var check = await Worker.RunAsync(_files, _files.Variables(), "check");

        check.ExitCode.Should().Be(0, check.Error);
        check.Lines.Should().ContainSingle().Which.GetProperty("status").GetString().Should().Be("Healthy");
        Directory.EnumerateFileSystemEntries(_files.Root).Should().BeEmpty();
    }

    [Theory]
    [InlineData("EtlKit__Pipelines__events__MaxRejects", "-2", "EtlKit:Pipelines:events:MaxRejects")]
    [InlineData("EtlKit__Pipeline__events__MaxRejects", "2", "EtlKit:Pipeline is unknown: did you mean Pipelines?")]
    public async Task Check_WrongConfiguration_EndsWith2AndNamesTheKey(string variable, string value, string problem)
    {
        var check = await Worker.RunAsync(_files, _files.Variables((variable, value)), "check");

        check.ExitCode.Should().Be(EtlExitCode.Misconfigured);
        check.Error.Should().Contain(problem);
    }

    [Fact]
    public async Task Check_TargetOutOfReach_EndsWith2AndSaysWhy()
    {
        var check = await Worker.RunAsync(_files, _files.Variables(("ConnectionStrings__Events", $"Data Source={_files["missing/events.db"]}")), "check");

        check.ExitCode.Should().Be(EtlExitCode.Misconfigured);
        check.Lines.Should().ContainSingle().Which.GetProperty("status").GetString().Should().Be("Unhealthy");
    }
}

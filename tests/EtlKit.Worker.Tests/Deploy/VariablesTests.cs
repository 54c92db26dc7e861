using EtlKit.Hosting;

namespace EtlKit.Worker.Tests;

/// <summary>Every variable that a file under <c>deploy</c> sets is one that the worker reads, and together they are all that it needs.</summary>
public sealed class VariablesTests : IDisposable
{
    private readonly Workspace _files = new();

    public static TheoryData<string> Places { get; } = ["CronJob", "Deployment", "worker.env", "Dockerfile", "etlkit_worker.py", "airflow_events.py"];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Variables_OfAPlace_AreAllThatARunNeeds(string where)
    {
        // One row in forty is bad: fewer than MaxRejectRatio allows.
        _files.WriteRows(1, 39);
        _files.Write("in/bad.csv", "id,timestamp,value\nx,yesterday,1\n");
        var variables = Here(Variables.Of(where));

        var check = await Worker.RunAsync(_files, variables, "check");
        var run = await Worker.RunAsync(_files, variables, "run", "events");

        check.ExitCode.Should().Be(EtlExitCode.Done, check.Error);
        run.ExitCode.Should().Be(where == "CronJob" ? EtlExitCode.Done : EtlExitCode.DoneWithRejects, run.Error);
        _files.CountRows().Should().Be(39);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Variables_OfAPlace_AreEachRead(string where)
    {
        var variables = Here(Variables.Of(where));
        var options = variables.Where(variable => variable.Name.StartsWith("EtlKit__", StringComparison.Ordinal) && !variable.Name.Contains("__Settings__", StringComparison.Ordinal)).ToList();
        var others = variables.Except(options).Select(variable => variable.Name);

        others.Should().BeSubsetOf(
            ["EtlKit__Pipelines__events__Settings__Input", "ConnectionStrings__Events", "Worker__SuccessExitCodes", "Worker__MaxAge", "ASPNETCORE_HTTP_PORTS"]);
        if (options.Count == 0)
        {
            where.Should().Be("Dockerfile");
            return;
        }

        // Values that none of them takes: each that is read is complained about.
        var check = await Worker.RunAsync(_files, variables.Except(options).Concat(options.Select(option => (option.Name, "none"))), "check");

        check.ExitCode.Should().Be(EtlExitCode.Misconfigured);
        options.Should().OnlyContain(option => check.Error.Contains($"{option.Name.Replace("__", ":", StringComparison.Ordinal)} is 'none'"));
    }

    private List<(string Name, string Value)> Here(IEnumerable<(string Name, string Value)> variables) =>
        [.. variables.Select(variable => (variable.Name, variable.Value.Replace("/var/lib/etlkit-worker", _files.Root).Replace("/data", _files.Root)))];
}

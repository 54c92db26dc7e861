// Compares EtlKit with what would be used instead of it. benchmarks/compare.sh builds and starts it.
//
//   EtlKit.Comparison [--rounds N] [--scale PART] [--only SCENARIO …] [--output DIRECTORY]
//   EtlKit.Comparison guard
//   EtlKit.Comparison instructions [--counter NAME] [--rounds N] [--scale PART] [--output DIRECTORY]

using System.CommandLine;
using EtlKit.Comparison;

// Each run of a variant is a process of its own, so that its memory and its processor time are its own.
return args is [ChildProcess.Command, ..]
    ? await ChildProcess.MainAsync(args)
    : await CommandLine.Create(CompareAsync, () => RegressionGuard.RunAsync(Console.Out), InstructionCommand.RunAsync).Parse(args)
        .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });

static async Task<int> CompareAsync(ComparisonOptions options, CancellationToken cancellationToken)
{
    var machine = Machine.Describe();
    using var workspace = new Workspace(options.Scale);
    var run = new ComparisonRun(options, workspace, Console.Error);
    var scenarios = ScenarioCatalogue.All.Where(scenario =>
        options.Only.Count > 0 ? options.Only.Contains(scenario.Name) : !scenario.OnlyWhenNamed);
    var result = new ComparisonResult(machine, options.Rounds, options.Scale, workspace.IsInMemory, []);
    try
    {
        foreach (var scenario in scenarios)
        {
            // Written after each, so that an hour of measuring isn't lost with its last minute.
            result = result with { Scenarios = [.. result.Scenarios, await run.RunAsync(scenario, cancellationToken)] };
            ReportFiles.Write(options.Output, result);
        }
    }
    catch (ComparisonException failure)
    {
        Console.Error.WriteLine($"FAILED: {failure.Message}");
        return 1;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Stopped.");
        return 1;
    }

    Console.WriteLine(MarkdownReport.Write(result, withPlots: false));
    return 0;
}

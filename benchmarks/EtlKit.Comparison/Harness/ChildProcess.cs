using System.Globalization;

namespace EtlKit.Comparison;

/// <summary>Runs a variant in a process of its own: this program, started again. Its last line is the measurement.</summary>
internal static class ChildProcess
{
    /// <summary>The first argument of a process that runs a variant.</summary>
    public const string Command = "run";

    private static readonly Dictionary<string, string> WithProfiles = new() { ["DOTNET_TieredPGO"] = "1" };

    /// <summary>What the process must be able to do: <c>run SCENARIO VARIANT DIRECTORY SCALE</c>.</summary>
    public static async Task<int> MainAsync(string[] args)
    {
        var scenario = ScenarioCatalogue.Find(args[1]);
        var variant = scenario.Variants.First(variant => variant.Name == args[2]);
        var context = new RunContext(new ScenarioFiles(args[3], double.Parse(args[4], CultureInfo.InvariantCulture)), variant.Name);
        await variant.Run(context);
        Console.WriteLine();
        Console.WriteLine(MeasurementJson.Write(context.Measured!));
        return 0;
    }

    /// <param name="scenario">The scenario.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="files">The files of the scenario.</param>
    /// <param name="counter">Counts what the process costs; null to count nothing.</param>
    /// <param name="cancellationToken">Kills the process.</param>
    public static async Task<Measurement> RunAsync(
        Scenario scenario, Variant variant, ScenarioFiles files, CostCounter? counter, CancellationToken cancellationToken)
    {
        string[] command =
            [Environment.ProcessPath!, Command, scenario.Name, variant.Name, files.Directory, files.Scale.ToString("R", CultureInfo.InvariantCulture)];
        double? cost = null;
        ProcessRun.Outcome outcome;
        if (counter is null)
        {
            outcome = await ProcessRun.RunAsync(command, cancellationToken, scenario.UsesProfiles ? WithProfiles : null);
        }
        else
        {
            (outcome, cost) = await counter.RunAsync(command, cancellationToken);
        }

        return outcome.ExitCode == 0
            ? MeasurementJson.Read(outcome.Output) with { Cost = cost }
            : throw new ComparisonException($"{scenario.Name}, {variant.Name}: the process ended with {outcome.ExitCode}.\n{outcome.Errors}");
    }
}

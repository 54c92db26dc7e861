using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace EtlKit.Comparison;

/// <summary>Runs a variant in a process of its own: this program, started again. Its last line is the measurement.</summary>
internal static class ChildProcess
{
    /// <summary>The first argument of a process that runs a variant.</summary>
    public const string Command = "run";

    /// <summary>What the process must be able to do: <c>run SCENARIO VARIANT DIRECTORY SCALE</c>.</summary>
    public static async Task<int> MainAsync(string[] args)
    {
        var scenario = ScenarioCatalogue.Find(args[1]);
        var variant = scenario.Variants.First(variant => variant.Name == args[2]);
        var context = new RunContext(new ScenarioFiles(args[3], double.Parse(args[4], CultureInfo.InvariantCulture)), variant.Name);
        await variant.Run(context);
        Console.WriteLine();
        Console.WriteLine(JsonSerializer.Serialize(context.Measured));
        return 0;
    }

    public static async Task<Measurement> RunAsync(Scenario scenario, Variant variant, ScenarioFiles files, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!,
            [Command, scenario.Name, variant.Name, files.Directory, files.Scale.ToString("R", CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Measurement>((await output).TrimEnd().Split('\n')[^1])!
            : throw new ComparisonException($"{scenario.Name}, {variant.Name}: the process ended with {process.ExitCode}.\n{await errors}");
    }
}

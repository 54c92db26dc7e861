namespace EtlKit.Comparison;

/// <summary>Counts what checkpoints and logging cost, and writes <c>instructions.md</c> and <c>instructions.json</c>.</summary>
internal static class InstructionCommand
{
    private const string Trial = "--version";

    public static async Task<int> RunAsync(InstructionOptions options, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var workspace = new Workspace(options.Scale);
        var counters = CostCounters.In(workspace).Where(counter => options.Counter is null || counter.Name == options.Counter);
        try
        {
            var (counter, missing) = await CostCounters.FindAsync(counters, [Environment.ProcessPath!, Trial], cancellationToken);
            if (counter is null)
            {
                Console.Error.WriteLine($"Not there: {string.Join("; ", missing)}.");
                return 1;
            }

            var comparison = new ComparisonOptions
            {
                Rounds = options.Rounds ?? counter.Rounds,
                Scale = options.Scale * counter.Part,
                Only = [],
                Output = options.Output,
            };
            var scenario = await new ComparisonRun(comparison, workspace, Console.Error, counter).RunAsync(ScenarioCatalogue.Features, cancellationToken);
            var result = new ComparisonResult(machine, comparison.Rounds, comparison.Scale, workspace.IsInMemory, [scenario]);
            var page = InstructionReport.Write(result, options.Scale, counter, missing);
            Directory.CreateDirectory(options.Output);
            await File.WriteAllTextAsync(Path.Combine(options.Output, "instructions.md"), page, cancellationToken);
            await File.WriteAllTextAsync(Path.Combine(options.Output, "instructions.json"), JsonReport.Write(result), cancellationToken);
            Console.WriteLine(page);
            return 0;
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
    }
}

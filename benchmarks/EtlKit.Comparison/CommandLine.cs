using System.CommandLine;

namespace EtlKit.Comparison;

/// <summary>The command line of the program.</summary>
internal static class CommandLine
{
    private const int DefaultRounds = 5;

    public static RootCommand Create(
        Func<ComparisonOptions, CancellationToken, Task<int>> compare,
        Func<Task<int>> guard,
        Func<InstructionOptions, CancellationToken, Task<int>> countInstructions)
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each variant is run.", DefaultValueFactory = _ => DefaultRounds };
        rounds.Validators.Add(result => Require(result, result.GetValue(rounds) >= 1, "--rounds must be at least 1"));
        var scale = new Option<double>("--scale") { Description = "Which part of the data is used: 0.01 for a trial.", DefaultValueFactory = _ => 1 };
        scale.Validators.Add(result => Require(result, result.GetValue(scale) is > 0 and <= 1, "--scale must be more than 0 and at most 1"));
        var only = new Option<string[]>("--only")
        {
            Description = "The scenarios to run, and no others.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        only.AcceptOnlyFromAmong([.. ScenarioCatalogue.All.Select(scenario => scenario.Name)]);
        var output = new Option<string>("--output") { Description = "The directory for the results.", DefaultValueFactory = _ => "artifacts/comparison" };

        var guarding = new Command("guard", "Checks what must hold on any machine: allocations, statements, and the core against a bare loop.");
        guarding.SetAction((_, _) => guard());

        var counter = new Option<string?>("--counter") { Description = "What counts; the first that is there when left out." };
        counter.AcceptOnlyFromAmong([.. CostCounters.Names]);
        var countRounds = new Option<int?>("--rounds") { Description = "How often each variant is run; as often as the counter takes when left out." };
        countRounds.Validators.Add(result => Require(result, result.GetValue(countRounds) is null or >= 1, "--rounds must be at least 1"));
        var counting = new Command("instructions", "Counts the instructions of the same run with and without checkpoints and logging.")
        {
            counter, countRounds, scale, output,
        };
        counting.SetAction((parsed, cancellationToken) => countInstructions(
            new InstructionOptions
            {
                Rounds = parsed.GetValue(countRounds),
                Scale = parsed.GetValue(scale),
                Counter = parsed.GetValue(counter),
                Output = parsed.GetValue(output)!,
            },
            cancellationToken));

        var command = new RootCommand("Compares EtlKit with what would be used instead of it.")
        {
            rounds, scale, only, output, guarding, counting,
        };
        command.SetAction((parsed, cancellationToken) => compare(
            new ComparisonOptions
            {
                Rounds = parsed.GetValue(rounds),
                Scale = parsed.GetValue(scale),
                Only = parsed.GetValue(only)!,
                Output = parsed.GetValue(output)!,
            },
            cancellationToken));
        return command;
    }

    private static void Require(System.CommandLine.Parsing.OptionResult result, bool isRight, string problem)
    {
        if (!isRight)
        {
            result.AddError(problem);
        }
    }
}

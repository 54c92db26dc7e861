using System.Text.Encodings.Web;
using System.Text.Json;

namespace EtlKit.Comparison;

/// <summary>Writes results for programs to read, with every single measurement.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(ComparisonResult result) => JsonSerializer.Serialize(
        new
        {
            result.Machine,
            result.Rounds,
            result.Scale,
            result.InMemory,
            Scenarios = result.Scenarios.Select(scenario => new
            {
                scenario.Scenario.Name,
                scenario.Scenario.Question,
                scenario.Variants,
                Targets = scenario.Scenario.Targets.Select(target => new
                {
                    target.Text,
                    Measured = target.Figure(scenario),
                    IsMet = target.Figure(scenario) is { } figure ? target.IsMet(figure) : (bool?)null,
                }),
            }),
        },
        Options) + "\n";
}

using System.Globalization;

namespace EtlKit.Comparison;

/// <summary>The plots of a scenario: what is compared and, where it is asked for, EtlKit's memory. That of the raw loop is mostly its rows.</summary>
internal static class Plots
{
    /// <summary>A plot, its title and the name of its file.</summary>
    public readonly record struct Plot(string Title, string File, string Svg);

    public static IEnumerable<Plot> Of(ScenarioResult result, ComparisonResult comparison)
    {
        var scenario = result.Scenario;
        var rounds = string.Create(CultureInfo.InvariantCulture, $"median of {comparison.Rounds}; line: least to greatest");
        yield return Make(
            $"{scenario.Name}: {(scenario.Unit == Unit.Milliseconds ? "time" : "speed")}",
            scenario.Name + ".svg",
            $"{Figures.Name(scenario.Unit)} ({rounds}; {(scenario.Unit == Unit.Milliseconds ? "less" : "more")} is better)",
            variant => Figures.Of(scenario.Unit, variant));
        if (scenario.PlotsMemory)
        {
            yield return Make(
                $"{scenario.Name}: memory",
                scenario.Name + "-memory.svg",
                $"peak MB ({rounds}; less is better)",
                variant => variant.ComparedWith is null ? Figures.Megabytes(variant) : null);
        }

        Plot Make(string title, string file, string axis, Func<VariantResult, Spread?> figure) => new(title, file, BarChart.Draw(
            title,
            axis,
            [.. from variant in result.Variants let value = figure(variant) where value is not null select new BarChart.Bar(variant.Name, value.Value)]));
    }
}

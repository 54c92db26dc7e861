using System.Globalization;
using System.Text;

namespace EtlKit.Comparison;

/// <summary>Writes results as a page for people to read.</summary>
internal static class MarkdownReport
{
    private const string Nothing = "–";

    public static string Write(ComparisonResult result, bool withPlots)
    {
        var page = new StringBuilder("# Comparison\n\n");
        WriteMachine(page, result);
        foreach (var scenario in result.Scenarios)
        {
            Add(page, $"## {scenario.Scenario.Name}\n\n{scenario.Scenario.Question}\n\n");
            WriteVariants(page, scenario);
            WriteTargets(page, scenario, result.IsTrial);
            foreach (var plot in withPlots ? Plots.Of(scenario, result) : [])
            {
                Add(page, $"![{plot.Title}]({plot.File})\n\n");
            }
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static void WriteMachine(StringBuilder page, ComparisonResult result)
    {
        var machine = result.Machine;
        Add(page, $"- {machine.Processor}, {machine.Cores} cores, {machine.MemoryGigabytes:0.#} GB; {machine.System}\n");
        Add(page, $"- {string.Join(", ", machine.Versions.Select(version => $"{version.Key} {version.Value}"))}\n");
        Add(page, $"- load of the machine in the minute before: {machine.LoadBefore}\n");
        Add(page, $"- data in {(result.InMemory ? "memory (/dev/shm)" : "the directory for temporary files")}; ");
        Add(page, $"medians of {result.Rounds} rounds, in which the variants took turns in an order drawn by lot\n");
        if (result.IsTrial)
        {
            Add(page, $"- **a trial with {result.Scale * 100:0.##} % of the data: its figures say little**\n");
        }

        page.Append('\n');
    }

    private static void WriteVariants(StringBuilder page, ScenarioResult result)
    {
        var unit = result.Scenario.Unit;
        Add(page, $"| | {Figures.Name(unit)} | least – greatest | EtlKit is | CPU s | peak MB |\n|---|--:|--:|--:|--:|--:|\n");
        foreach (var variant in result.Variants)
        {
            if (Figures.Of(unit, variant) is not { } main)
            {
                Add(page, $"| {variant.Name} | {variant.Missing ?? Nothing} | | | | |\n");
                continue;
            }

            Add(page, $"| {variant.Name} | {Figures.Short(main.Median)} | {Figures.Short(main.Least)} – {Figures.Short(main.Greatest)} ");
            Add(page, $"| {Against(result, variant)} | {Figures.Short(variant.CpuSeconds!.Value.Median)} | {Figures.Megabytes(variant)!.Value.Median:0} |\n");
        }

        page.Append('\n');
    }

    private static string Against(ScenarioResult result, VariantResult variant)
    {
        var ratio = variant.ComparedWith is { } own ? result.Ratio(own, variant.Name, round => round.RowsPerSecond) : null;
        return ratio is { } times ? $"{Figures.Short(times.Median)} × as fast" : "";
    }

    private static void WriteTargets(StringBuilder page, ScenarioResult result, bool isTrial)
    {
        if (result.Scenario.Targets.Count == 0)
        {
            return;
        }

        page.Append("| target | measured | |\n|---|--:|---|\n");
        foreach (var target in result.Scenario.Targets)
        {
            var figure = target.Figure(result);
            Add(page, $"| {target.Text} | {(figure is { } value ? target.Format(value) : Nothing)} ");
            Add(page, $"| {(figure is not { } measured ? "not measured" : isTrial ? "a trial" : target.IsMet(measured) ? "met" : "**missed**")} |\n");
        }

        page.Append('\n');
    }

    private static void Add(StringBuilder page, FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture));
}

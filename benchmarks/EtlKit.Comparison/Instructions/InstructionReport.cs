using System.Globalization;
using System.Text;

namespace EtlKit.Comparison;

/// <summary>Writes what features cost as a page for people to read.</summary>
internal static class InstructionReport
{
    private const double AtMost = 1.03;

    /// <param name="comparison">The results of <see cref="Features"/>.</param>
    /// <param name="scale">Which part was asked for of the rows that the counter needs: 1 for all.</param>
    /// <param name="counter">What has counted.</param>
    /// <param name="missing">Why better counters have not.</param>
    public static string Write(ComparisonResult comparison, double scale, CostCounter counter, IReadOnlyList<string> missing)
    {
        var result = comparison.Scenarios[0];
        var page = new StringBuilder("# Instructions\n\n");
        Add(page, $"{result.Scenario.Question}\n\n");
        Add(page, $"- {comparison.Machine.Processor}; .NET {Environment.Version}\n");
        Add(page, $"- {counter.Unit}: {counter.Description}\n");
        foreach (var reason in missing)
        {
            Add(page, $"- not there: {reason}\n");
        }

        Add(page, $"- medians of {comparison.Rounds} rounds, in which the variants took turns in an order drawn by lot; a row is the difference of a run that loads {RowsOf(result, Features.ManyOf(Features.Plain)):N0} and one that loads {RowsOf(result, Features.FewOf(Features.Plain)):N0}\n");
        Add(page, $"- the runtime: {string.Join(", ", SteadyRuntime.Environment.Select(setting => $"{setting.Key}={setting.Value}"))}\n");
        if (scale < 1)
        {
            Add(page, $"- **a trial with {scale * 100:0.##} % of the data: its figures say little**\n");
        }

        Add(page, $"\n| | {counter.Unit} a row | least – greatest | of those without | least – greatest | at most {AtMost:0.00} × |\n|---|--:|--:|--:|--:|---|\n");
        foreach (var costs in FeatureCosts.Of(result))
        {
            var row = costs.CostOfRow;
            Add(page, $"| {costs.Feature} | {row.Median:0} | {row.Least:0} – {row.Greatest:0} ");
            if (costs.Ratio is { } ratio)
            {
                Add(page, $"| {ratio.Median:0.000} × | {ratio.Least:0.000} – {ratio.Greatest:0.000} ");
                Add(page, $"| {(scale < 1 ? "a trial" : ratio.Median <= AtMost ? "met" : "**missed**")} |\n");
            }
            else
            {
                page.Append("| | | |\n");
            }
        }

        return page.ToString();
    }

    private static long RowsOf(ScenarioResult result, string variant) => result.Of(variant).Rounds[0].Rows;

    private static void Add(StringBuilder page, FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture));
}

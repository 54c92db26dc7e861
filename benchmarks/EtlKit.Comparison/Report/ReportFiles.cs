namespace EtlKit.Comparison;

/// <summary>Writes results to a directory: <c>comparison.md</c> with its plots, and <c>comparison.json</c>.</summary>
internal static class ReportFiles
{
    public static void Write(string directory, ComparisonResult result)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "comparison.md"), MarkdownReport.Write(result, withPlots: true));
        File.WriteAllText(Path.Combine(directory, "comparison.json"), JsonReport.Write(result));
        foreach (var plot in result.Scenarios.SelectMany(scenario => Plots.Of(scenario, result)))
        {
            File.WriteAllText(Path.Combine(directory, plot.File), plot.Svg);
        }
    }
}

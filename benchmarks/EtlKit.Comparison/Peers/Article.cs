using System.Diagnostics;
using System.Text.Json;

namespace EtlKit.Comparison;

/// <summary>The program of the article that describes this job in Python, with a commit for each batch: <c>article.py</c>.</summary>
internal static class Article
{
    public const string Program = "python3";

    public static async Task LoadFilesAsync(RunContext context)
    {
        using var python = Process.Start(new ProcessStartInfo(
            Program, [Path.Combine(AppContext.BaseDirectory, "Peers", "article.py"), context.Files.Input, context.Database])
        {
            RedirectStandardOutput = true,
        })!;
        var output = (await python.StandardOutput.ReadToEndAsync()).Split('\n');
        await python.WaitForExitAsync();
        if (python.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Program} ended with {python.ExitCode}.");
        }

        using var figures = JsonDocument.Parse(output[0]);
        context.Take(new Measurement(
            figures.RootElement.GetProperty("rows").GetInt64(),
            figures.RootElement.GetProperty("seconds").GetDouble(),
            ChildUsage.CpuSeconds(),
            ProcessMemory.PeakIn(output)));
    }
}

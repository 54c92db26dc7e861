using EtlKit;
using Spectre.Console;

namespace CsvToSqlite;

/// <summary>Shows a run on a terminal as a line that changes; elsewhere the log says it in plain lines.</summary>
internal static class ProgressDisplay
{
    public static async Task<PipelineReport> RunAsync(Pipeline pipeline, bool isReplay, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive)
        {
            return await RunAsync(null);
        }

        return await console.Status().StartAsync("Loading …", status =>
            RunAsync(new StatusLine(status)));

        Task<PipelineReport> RunAsync(IProgress<PipelineProgress>? progress) => isReplay
            ? pipeline.ReplayAsync(progress, cancellationToken)
            : pipeline.RunAsync(progress, cancellationToken);
    }

    private sealed class StatusLine(StatusContext status) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value) => status.Status($"Loading … {Markup.Escape(value.ToString())}");
    }
}

using System.Diagnostics;

namespace EtlKit.Comparison;

/// <summary>Runs a program to its end.</summary>
internal static class ProcessRun
{
    /// <summary>How a program ended, and what it wrote.</summary>
    public readonly record struct Outcome(int ExitCode, string Output, string Errors);

    /// <param name="command">The program and its arguments.</param>
    /// <param name="cancellationToken">Kills the program, and those that it has started.</param>
    public static async Task<Outcome> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
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

        return new Outcome(process.ExitCode, await output, await errors);
    }
}

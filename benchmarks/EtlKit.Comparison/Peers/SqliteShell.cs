using System.Diagnostics;
using System.Globalization;

namespace EtlKit.Comparison;

/// <summary>
/// The shell of SQLite: <c>.import</c> of the files as they are, into a table with the same key. Nothing is looked at and nothing is transformed.
/// </summary>
internal static class SqliteShell
{
    public const string Program = "sqlite3";

    /// <summary>Selects what can be compared: the ids, since bad rows are stored, too, and values are as they were.</summary>
    public const string Query = "SELECT id FROM events";

    private const string Before =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;\nCREATE TABLE events (id TEXT PRIMARY KEY, timestamp TEXT, value REAL);\n";

    // The last line makes the shell show its own status, the largest memory with it.
    private const string After = ".print loaded\nSELECT count(*) FROM events;\n.shell cat /proc/$PPID/status\n";

    public static async Task LoadFilesAsync(RunContext context)
    {
        var imports = EventFiles.In(context.Files.Input).Select(path => $".import --csv --skip 1 {path} events\n");
        var clock = Stopwatch.StartNew();
        using var shell = Process.Start(new ProcessStartInfo(Program, ["-batch", "-bail", context.Database])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await shell.StandardInput.WriteAsync(Before + string.Concat(imports) + After);
        shell.StandardInput.Close();
        var output = (await shell.StandardOutput.ReadToEndAsync()).Split('\n');
        await shell.WaitForExitAsync();
        var elapsed = clock.Elapsed;
        if (shell.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Program} ended with {shell.ExitCode}.");
        }

        var rows = long.Parse(output[Array.IndexOf(output, "loaded") + 1], CultureInfo.InvariantCulture);
        context.Take(new Measurement(rows, elapsed.TotalSeconds, ChildUsage.CpuSeconds(), ProcessMemory.PeakIn(output)));
    }
}

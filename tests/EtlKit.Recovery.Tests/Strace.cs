using System.Diagnostics;

namespace EtlKit.Recovery.Tests;

/// <summary>The tool that kills a process at its nth call of the system.</summary>
internal static class Strace
{
    public static bool IsThere { get; } = Find();

    /// <summary>What stands in front of a command that is to be killed.</summary>
    public static string[] KillAt(string calls, int nth) =>
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={calls}", "-e", FormattableString.Invariant($"inject={calls}:signal=KILL:when={nth}")];

    private static bool Find()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("strace", ["-V"]) { RedirectStandardOutput = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

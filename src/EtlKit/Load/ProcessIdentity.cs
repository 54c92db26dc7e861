using System.Diagnostics;
using System.Globalization;

namespace EtlKit;

/// <summary>Tells processes of one machine apart, also those that get the number of one that is gone.</summary>
/// <remarks>
/// On Linux it is made of the machine's boot, the namespace of process numbers (a container has its own), the number, and when the process was started, all of
/// which <c>proc(5)</c> describes; elsewhere of the machine's name, the number and the time of the start.
/// </remarks>
internal static class ProcessIdentity
{
    private const char Separator = '/';

    /// <summary>This process.</summary>
    public static string Current { get; } = $"{Place}{Separator}{Environment.ProcessId}{Separator}{FindStart(Environment.ProcessId) ?? "unknown"}";

    // Where process numbers mean what they mean here.
    private static string Place => field ??= OperatingSystem.IsLinux() ? FindLinuxPlace() : Environment.MachineName;

    /// <summary>Whether a process is known to have ended. It isn't when it belongs to another machine, or nothing can be found out about it.</summary>
    public static bool IsGone(string identity)
    {
        if (identity.Split(Separator) is not [.. var place, var id, var start]
            || string.Join(Separator, place) != Place
            || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            || start == "unknown")
        {
            return false;
        }

        try
        {
            return FindStart(processId) != start;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string FindLinuxPlace()
    {
        try
        {
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            return $"{boot} {File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }

    /// <summary>Says when a process was started; null when there is none of that number.</summary>
    private static string? FindStart(int processId)
    {
        if (OperatingSystem.IsLinux())
        {
            return FindLinuxStart(processId);
        }

        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsHidden(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string? FindLinuxStart(int processId)
    {
        string status;
        try
        {
            status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // It may be mounted so that processes of other users aren't seen.
            return IsHidden(processId) ? throw new UnauthorizedAccessException("The process is there, but nothing can be found out about it.", exception) : null;
        }

        // The name of the program comes second, in parentheses, and may hold anything. After it: the state, and as the 20th the time of the start.
        const int StartField = 19;
        var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
        var isDead = fields[0] is "Z" or "X";
        return isDead ? null : fields[StartField];
    }
}

using System.Diagnostics;
using System.Globalization;

namespace EtlKit.Comparison;

/// <summary>The largest resident size of a process, as Linux keeps it in its status: exact, where looking now and then would miss peaks.</summary>
internal static class ProcessMemory
{
    private const string Peak = "VmHWM:";
    private const string OwnStatus = "/proc/self/status";

    public static long PeakOfThisProcess()
    {
        if (File.Exists(OwnStatus))
        {
            return PeakIn(File.ReadLines(OwnStatus));
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    /// <summary>Finds the peak in the lines of a status file, such as <c>VmHWM:     1234 kB</c>.</summary>
    public static long PeakIn(IEnumerable<string> status)
    {
        var line = status.First(line => line.StartsWith(Peak, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(Peak.Length).TrimEnd("kB").Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}

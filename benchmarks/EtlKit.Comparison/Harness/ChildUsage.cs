using System.Runtime.InteropServices;

namespace EtlKit.Comparison;

/// <summary>The processor time of the programs that this process has started and waited for, which the system adds up exactly.</summary>
/// <remarks>Their memory isn't taken from there: the system counts what the new process had of its parent before it became another program.</remarks>
internal static partial class ChildUsage
{
    private const int Children = -1;

    private const double Micro = 1e-6;

    public static double CpuSeconds()
    {
        var usage = Get();
        return usage.UserSeconds + usage.SystemSeconds + ((usage.UserMicroseconds + usage.SystemMicroseconds) * Micro);
    }

    /// <summary>The part of it that they spent in their own code and not in the system's.</summary>
    public static double UserSeconds()
    {
        var usage = Get();
        return usage.UserSeconds + (usage.UserMicroseconds * Micro);
    }

    private static ResourceUsage Get() => GetResourceUsage(Children, out var usage) == 0
        ? usage
        : throw new InvalidOperationException($"getrusage failed with {Marshal.GetLastPInvokeError()}.");

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetResourceUsage(int who, out ResourceUsage usage);

    /// <summary>The beginning of <c>struct rusage</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 144)]
    private struct ResourceUsage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}

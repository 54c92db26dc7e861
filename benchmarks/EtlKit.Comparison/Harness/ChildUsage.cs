using System.Runtime.InteropServices;

namespace EtlKit.Comparison;

/// <summary>The processor time of the programs that this process has started and waited for, which the system adds up exactly.</summary>
/// <remarks>Their memory isn't taken from there: the system counts what the new process had of its parent before it became another program.</remarks>
internal static partial class ChildUsage
{
    private const int Children = -1;

    public static double CpuSeconds()
    {
        if (GetResourceUsage(Children, out var usage) != 0)
        {
            throw new InvalidOperationException($"getrusage failed with {Marshal.GetLastPInvokeError()}.");
        }

        return usage.UserSeconds + usage.SystemSeconds + ((usage.UserMicroseconds + usage.SystemMicroseconds) / 1e6);
    }

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

using System.Diagnostics;

namespace KillTarget;

/// <summary>Counts steps, and kills the process at one of them. Safe for concurrent use.</summary>
internal sealed class Steps(int killAt)
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Next()
    {
        if (Interlocked.Increment(ref _count) == killAt)
        {
            using var process = Process.GetCurrentProcess();
            process.Kill();

            // The kill takes a moment, in which nothing more must happen here.
            using var never = new ManualResetEventSlim();
            never.Wait();
        }
    }
}

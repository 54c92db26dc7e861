using System.Diagnostics;
using System.Globalization;

namespace KillTarget;

/// <summary>Counts steps, and ends or stops the process at one of them: the nth of all, or of those with a name. Safe for concurrent use.</summary>
internal sealed class Steps(int dieAt, string? name, bool stops)
{
    private int _count;
    private int _named;

    public int Count => Volatile.Read(ref _count);

    public static Steps Parse(string place, bool stops) => place.Split(':') is [var name, var nth]
        ? new(int.Parse(nth, CultureInfo.InvariantCulture), name, stops)
        : new(int.Parse(place, CultureInfo.InvariantCulture), null, stops);

    public void Next(string step)
    {
        var count = Interlocked.Increment(ref _count);
        if (name is not null)
        {
            count = step == name ? Interlocked.Increment(ref _named) : 0;
        }

        if (count != dieAt || dieAt == 0)
        {
            return;
        }

        if (stops)
        {
            // The process stands still until it is told to go on.
            using var kill = Process.Start("kill", ["-STOP", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            return;
        }

        using var process = Process.GetCurrentProcess();
        process.Kill();

        // The kill takes a moment, in which nothing more must happen here.
        using var never = new ManualResetEventSlim();
        never.Wait();
    }
}

namespace EtlKit.Quartz.Tests;

/// <summary>Fails a test that waits for something that doesn't happen.</summary>
internal static class Waits
{
    public static Task OrHangs(this Task task) => task.WaitAsync(TimeSpan.FromMinutes(1));

    public static Task<T> OrHangs<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromMinutes(1));
}

using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Tests;

/// <summary>Lets time pass without waiting for it.</summary>
internal static class Time
{
    /// <summary>A test that takes this long hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Lets time pass, a little at a time, until a task has ended: whoever waits for time may begin to do so at any moment.</summary>
    public static async Task AdvanceUntilAsync(this FakeTimeProvider time, Task task, TimeSpan? step = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!task.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(step ?? TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    /// <summary>Fails a test that would hang.</summary>
    public static Task OrHangs(this Task task) => task.WaitAsync(Patience);

    /// <inheritdoc cref="OrHangs(Task)"/>
    public static Task<T> OrHangs<T>(this Task<T> task) => task.WaitAsync(Patience);
}

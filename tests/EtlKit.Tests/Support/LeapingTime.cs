namespace EtlKit.Tests;

/// <summary>A clock that leaps ahead by each delay that is waited for, up to a longest one, and stands still otherwise: delays take no time, and are exact. Safe for concurrent use.</summary>
internal sealed class LeapingTime(TimeSpan longest) : TimeProvider
{
    private readonly DateTimeOffset _start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _ticks;

    public TimeSpan Now => TimeSpan.FromTicks(Volatile.Read(ref _ticks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => _start + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.Zero && dueTime <= longest)
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            _ = Task.Run(() => callback(state));
        }

        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}

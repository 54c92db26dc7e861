namespace EtlKit.Tests;

/// <summary>
/// A clock that leaps ahead by each delay that is waited for, up to a longest one, and stands still otherwise: delays take no time, and are exact, however long the work between them takes.
/// Timers that are set for longer, and those that fire again and again, fire when the clock leaps past them. Safe for concurrent use.
/// </summary>
internal sealed class LeapingTime(TimeSpan longest) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<Timer> _waiting = [];
    private long _now;

    /// <summary>How far the clock has gone.</summary>
    public TimeSpan Now => TimeSpan.FromTicks(Volatile.Read(ref _now));

    /// <summary>Gets or sets by how much the clock on the wall was set forwards or backwards; timestamps and timers don't notice.</summary>
    public TimeSpan Setting { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => Start + Now + Setting;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private void Set(Timer timer, TimeSpan dueTime, TimeSpan period)
    {
        var isDelay = dueTime >= TimeSpan.Zero && dueTime <= longest && period <= TimeSpan.Zero;
        lock (_lock)
        {
            _waiting.Remove(timer);
            (timer.DueAt, timer.Period) = (_now + dueTime.Ticks, period);
            if (!isDelay && dueTime >= TimeSpan.Zero)
            {
                _waiting.Add(timer);
            }
        }

        if (isDelay)
        {
            Leap(dueTime);
            timer.FireLater();
        }
    }

    private void Leap(TimeSpan time)
    {
        Timer[] due;
        lock (_lock)
        {
            Volatile.Write(ref _now, _now + time.Ticks);
            due = [.. _waiting.Where(timer => timer.DueAt <= _now).OrderBy(timer => timer.DueAt)];
            _waiting.RemoveAll(timer => due.Contains(timer) && timer.Period <= TimeSpan.Zero);
            foreach (var timer in due)
            {
                timer.DueAt = _now + timer.Period.Ticks;
            }
        }

        // Before whoever waited for this leap goes on, and leaps again.
        Array.ForEach(due, timer => timer.Fire());
    }

    private void Remove(Timer timer)
    {
        lock (_lock)
        {
            _waiting.Remove(timer);
        }
    }

    private sealed class Timer(LeapingTime time, Action callback) : ITimer
    {
        public long DueAt { get; set; }

        public TimeSpan Period { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Set(this, dueTime, period);
            return true;
        }

        public void Fire() => callback();

        /// <summary>Calls back on another thread, as a timer does: whoever sets the timer isn't ready yet.</summary>
        public void FireLater() => _ = Task.Run(callback);

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}

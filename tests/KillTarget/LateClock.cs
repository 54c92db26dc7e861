namespace KillTarget;

/// <summary>A clock that is late, so that nobody has to wait for a lease to pass.</summary>
internal sealed class LateClock(TimeSpan lateness) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + lateness;
}

namespace EtlKit;

/// <summary>A call that is made again after transient errors. Immutable; times are timestamps.</summary>
internal sealed record RetryAttempt(int Number, string ErrorType, long FirstFailedAt, long LastFailedAt, TimeSpan Delay)
{
    /// <summary>Whether the delay has passed and the call is under way.</summary>
    public bool IsUnderWay { get; init; }
}

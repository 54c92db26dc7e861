namespace EtlKit;

/// <summary>A call of the loader that has failed with transient errors and is made again. Immutable.</summary>
public sealed record RetrySnapshot
{
    /// <summary>Gets the number of the retry that is under way or comes next, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Gets the name of the type of the last error. Its message is in the log.</summary>
    public required string ErrorType { get; init; }

    /// <summary>Gets when the call failed first.</summary>
    public DateTimeOffset FirstFailedAt { get; init; }

    /// <summary>Gets when the call failed last.</summary>
    public DateTimeOffset LastFailedAt { get; init; }

    /// <summary>Gets the delay between the last failure and this retry.</summary>
    public TimeSpan Delay { get; init; }
}

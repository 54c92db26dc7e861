namespace EtlKit;

/// <summary>What the writer and the loader were doing. Immutable.</summary>
public sealed record WriterSnapshot
{
    /// <summary>Gets what was being done.</summary>
    public WriterState State { get; init; }

    /// <summary>Gets how long it had been done.</summary>
    public TimeSpan TimeInState { get; init; }

    /// <summary>Gets the name of the loader.</summary>
    public required string Loader { get; init; }

    /// <summary>Gets the number of the batch that is gathered or loaded, from 1.</summary>
    public long BatchNumber { get; init; }

    /// <summary>Gets how many rows were in the batch.</summary>
    public int BatchRows { get; init; }

    /// <summary>Gets how many rejects were in the batch.</summary>
    public int BatchRejects { get; init; }

    /// <summary>Gets the call of the loader that was under way, in words, such as <c>loading a batch</c>.</summary>
    /// <value><see langword="null"/> when there was none.</value>
    public string? Call { get; init; }

    /// <summary>Gets how long ago the call began, retries included.</summary>
    /// <value>Zero when there was none.</value>
    public TimeSpan CallTime { get; init; }

    /// <summary>Gets how the call is retried.</summary>
    /// <value><see langword="null"/> when it has not failed.</value>
    public RetrySnapshot? Retry { get; init; }
}

namespace EtlKit.Hosting;

/// <summary>A run that has ended. Immutable.</summary>
public sealed record PipelineRunRecord
{
    /// <summary>Gets whether the run was a replay of rejects.</summary>
    public bool IsReplay { get; init; }

    /// <summary>Gets when the run was asked for.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets when the run has ended.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>Gets what the run did.</summary>
    /// <value><see langword="null"/> when the pipeline could not be composed.</value>
    public PipelineReport? Report { get; init; }

    /// <summary>Gets what the run has thrown.</summary>
    /// <value><see langword="null"/> when it ended well.</value>
    public Exception? Failure { get; init; }

    /// <summary>Gets whether the run ended well, with or without rejects.</summary>
    public bool Succeeded => Failure is null;
}

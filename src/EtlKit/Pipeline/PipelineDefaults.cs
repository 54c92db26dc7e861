namespace EtlKit;

/// <summary>The defaults of <see cref="PipelineOptions"/>.</summary>
public static class PipelineDefaults
{
    /// <summary>Rows in a batch: 10,000.</summary>
    public const int BatchSize = 10_000;

    /// <summary>
    /// Bytes in a batch: 3 MiB. Measured with rows of 1,000 bytes: what is on its way then mostly dies young, and 1.5 times as many rows are loaded as with 8 MiB, which the garbage
    /// collector has to keep.
    /// </summary>
    public const int MaxBatchBytes = 3 * 1024 * 1024;

    /// <summary>Rows in a large batch: 200,000.</summary>
    public const int LargeBatchSize = 200_000;

    /// <summary>Bytes in a large batch: 24 MiB.</summary>
    public const int MaxLargeBatchBytes = 24 * 1024 * 1024;

    /// <summary>Rows in the channel: 10,000.</summary>
    public const int ChannelCapacity = 10_000;

    /// <summary>Rows that one row may be expanded to: 10,000.</summary>
    public const int MaxExpansion = 10_000;

    /// <summary>Rows before the ratio of rejects counts: 1,000.</summary>
    public const long MinRowsForRejectRatio = 1000;

    /// <summary>Rejects logged as warnings in a run: 100.</summary>
    public const int MaxLoggedRejects = 100;

    /// <summary>Rejects kept as samples in the report: 20.</summary>
    public const int MaxRejectSamples = 20;

    /// <summary>Rejects that are stored: 10 million.</summary>
    public const long MaxDeadLetters = 10_000_000;

    /// <summary>Bytes of rejects that are stored: 4 GiB.</summary>
    public const long MaxDeadLetterBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>Most producers that are chosen by default: 4.</summary>
    public const int MaxProducers = 4;

    /// <summary>The longest time that a timer can wait: 49 days.</summary>
    internal static readonly TimeSpan MaxTimer = TimeSpan.FromDays(49);

    /// <summary>The longest delay that a retry can have: 1 day.</summary>
    internal static readonly TimeSpan LongestRetryDelay = TimeSpan.FromDays(1);

    /// <summary>The age at which a batch is loaded though it isn't full: 1 second.</summary>
    public static readonly TimeSpan BatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The time that a stopping run has to commit what it holds: 10 seconds.</summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The time without progress after which a run is said to be stalled: 5 minutes.</summary>
    public static readonly TimeSpan StallTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The delay before the first retry: 50 milliseconds.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest delay between two retries: 5 seconds.</summary>
    public static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    /// <summary>The time after which a transient error is no longer retried: 1 minute.</summary>
    public static readonly TimeSpan RetryTimeout = TimeSpan.FromMinutes(1);

    /// <summary>The time for which a run lock holds after it was last renewed: 30 seconds.</summary>
    public static readonly TimeSpan RunLockLease = TimeSpan.FromSeconds(30);

    internal static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(1);

    internal static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);
}

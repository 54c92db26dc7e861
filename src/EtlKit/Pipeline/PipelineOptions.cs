namespace EtlKit;

/// <summary>The settings of a pipeline. They are checked and copied by <c>Build</c>; later changes have no effect.</summary>
/// <remarks>Plain properties, so that they can be bound from configuration. Not safe for concurrent use.</remarks>
public sealed class PipelineOptions
{
    /// <summary>Gets or sets how many sources are read and transformed at once.</summary>
    /// <remarks>
    /// A source that blocks its thread while it waits holds a thread of the pool: with more such producers than the pool has threads, all of them wait for the
    /// pool to grow, and the writer does, too. Sources that wait should do so asynchronously.
    /// </remarks>
    /// <value>At least 1. The default is the number of processors, at most <see cref="PipelineDefaults.MaxProducers"/>.</value>
    public int Producers { get; set; } = Math.Min(Environment.ProcessorCount, PipelineDefaults.MaxProducers);

    /// <summary>Gets or sets how many rows the channel between the producers and the writer holds; when it is full, producers wait.</summary>
    /// <value>At least 1. The default is <see cref="PipelineDefaults.ChannelCapacity"/>.</value>
    public int ChannelCapacity { get; set; } = PipelineDefaults.ChannelCapacity;

    /// <summary>
    /// Gets or sets how many rows are loaded together at most. It can be more in a replay, where all rows that are made of one reject stay together, and in a large
    /// batch (<see cref="LargeBatchSize"/>).
    /// </summary>
    /// <value>At least 1. The default is <see cref="PipelineDefaults.BatchSize"/>.</value>
    public int BatchSize { get; set; } = PipelineDefaults.BatchSize;

    /// <summary>
    /// Gets or sets how many bytes are loaded together at most, where the loader can tell the size of a row (<see cref="IRowSizer{TRow}"/>).
    /// A batch takes at least one chunk, of up to 1/8 of it and one row; so a row that is larger is loaded with no more than that beside it. Raw text of rejects
    /// counts, too. It can be more in a large batch (<see cref="MaxLargeBatchBytes"/>).
    /// </summary>
    /// <value>At least 1. The default is <see cref="PipelineDefaults.MaxBatchBytes"/>.</value>
    public int MaxBatchBytes { get; set; } = PipelineDefaults.MaxBatchBytes;

    /// <summary>
    /// Gets or sets how many rows are loaded together at most while the loader says that large batches are faster, as SQLite's does for keys in no order
    /// (<see cref="ILoadSession{TRow}.PrefersLargeBatches"/>). A batch becomes large only when <see cref="BatchSize"/> rows of it, or 10,000 where that is
    /// less, take no more than <see cref="MaxBatchBytes"/> or a third of <see cref="MaxLargeBatchBytes"/>, whichever is more. With a number that isn't more than <see cref="BatchSize"/> there are no large batches.
    /// </summary>
    /// <value>
    /// At least 1. The default, <see langword="null"/>, means <see cref="PipelineDefaults.LargeBatchSize"/>; but where <see cref="BatchSize"/> is less than by default,
    /// there are no large batches, and where it is more than that number, it counts.
    /// </value>
    public int? LargeBatchSize { get; set; }

    /// <summary>Gets or sets how many bytes a large batch takes at most, as <see cref="MaxBatchBytes"/> does for others.</summary>
    /// <value>
    /// At least 1. The default, <see langword="null"/>, means <see cref="PipelineDefaults.MaxLargeBatchBytes"/>; but where <see cref="MaxBatchBytes"/> is less than by
    /// default, or more than that number, it counts.
    /// </value>
    public int? MaxLargeBatchBytes { get; set; }

    /// <summary>
    /// Gets or sets the age at which a batch is loaded though it isn't full, counted from when its first row reached the writer; producers hand over what they
    /// hold within about the same time.
    /// </summary>
    /// <value>More than zero, at most 49 days, or <see cref="Timeout.InfiniteTimeSpan"/> to wait for full batches. The default is <see cref="PipelineDefaults.BatchTimeout"/>.</value>
    public TimeSpan BatchTimeout { get; set; } = PipelineDefaults.BatchTimeout;

    /// <summary>
    /// Gets or sets how many rows <c>TransformMany</c> may make of one row, through all such steps together up to the next asynchronous one; a row that would make
    /// more is rejected.
    /// </summary>
    /// <value>At least 1. The default is <see cref="PipelineDefaults.MaxExpansion"/>.</value>
    public int MaxExpansion { get; set; } = PipelineDefaults.MaxExpansion;

    /// <summary>Gets or sets whether the first source that fails stops the run. Otherwise the other sources are loaded before the run fails.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool FailFast { get; set; }

    /// <summary>
    /// Gets or sets how long a run that was cancelled or has failed may take to end. At 80 % of it, calls of the loader are cancelled;
    /// what has not ended after it is abandoned and named in the report.
    /// </summary>
    /// <value>More than zero, at most 49 days. The default is <see cref="PipelineDefaults.DrainTimeout"/>.</value>
    public TimeSpan DrainTimeout { get; set; } = PipelineDefaults.DrainTimeout;

    /// <summary>
    /// Gets or sets after which time without progress a run is said to be stalled: that is logged as a warning with a <see cref="PipelineSnapshot"/>, again each time
    /// that the time has doubled, and nothing else happens. A run that makes progress again says so.
    /// </summary>
    /// <value>More than zero, at most 49 days, or <see cref="Timeout.InfiniteTimeSpan"/> for never. The default is <see cref="PipelineDefaults.StallTimeout"/>.</value>
    public TimeSpan StallTimeout { get; set; } = PipelineDefaults.StallTimeout;

    /// <summary>
    /// Gets or sets the delay before the first retry of a transient load error; it doubles with every retry. With jitter: up to half of each delay is left out, by chance.
    /// </summary>
    /// <value>More than zero. The default is <see cref="PipelineDefaults.RetryDelay"/>.</value>
    public TimeSpan RetryDelay { get; set; } = PipelineDefaults.RetryDelay;

    /// <summary>Gets or sets the longest delay between two retries.</summary>
    /// <value>At least <see cref="RetryDelay"/>, at most 1 day. The default is <see cref="PipelineDefaults.MaxRetryDelay"/>.</value>
    public TimeSpan MaxRetryDelay { get; set; } = PipelineDefaults.MaxRetryDelay;

    /// <summary>Gets or sets how long after its first failure a call is retried that fails with a transient error. No retry begins later; the last one begins then.</summary>
    /// <value>Zero for no retries, or more. The default is <see cref="PipelineDefaults.RetryTimeout"/>.</value>
    public TimeSpan RetryTimeout { get; set; } = PipelineDefaults.RetryTimeout;

    /// <summary>Gets or sets how many rows a run may reject; before a batch that would exceed it is committed, the run fails. A resumed run counts on.</summary>
    /// <value>Zero or more. The default is <see cref="long.MaxValue"/>: no limit.</value>
    public long MaxRejects { get; set; } = long.MaxValue;

    /// <summary>
    /// Gets or sets which part of its rows a run may reject, once it has <see cref="MinRowsForRejectRatio"/> of them; before a batch that would exceed it is
    /// committed, the run fails. A resumed run counts on.
    /// </summary>
    /// <value>From 0 to 1. The default is 1: no limit.</value>
    public double MaxRejectRatio { get; set; } = 1;

    /// <summary>Gets or sets how many rows a run must have before <see cref="MaxRejectRatio"/> counts, so that a bad first row doesn't end it.</summary>
    /// <value>At least 1. The default is <see cref="PipelineDefaults.MinRowsForRejectRatio"/>.</value>
    public long MinRowsForRejectRatio { get; set; } = PipelineDefaults.MinRowsForRejectRatio;

    /// <summary>
    /// Gets or sets how many rejects the file or table may hold in which they are stored, those of earlier runs included; before a batch that would exceed it is
    /// committed, the run fails. In a file, lines that say what became of a reject count as well, though a replay is never kept from writing them.
    /// </summary>
    /// <value>Zero or more. The default is <see cref="PipelineDefaults.MaxDeadLetters"/>.</value>
    public long MaxDeadLetters { get; set; } = PipelineDefaults.MaxDeadLetters;

    /// <summary>Gets or sets about how many bytes of rejects the file or table may hold, as <see cref="MaxDeadLetters"/> does for their number.</summary>
    /// <value>Zero or more. The default is <see cref="PipelineDefaults.MaxDeadLetterBytes"/>.</value>
    public long MaxDeadLetterBytes { get; set; } = PipelineDefaults.MaxDeadLetterBytes;

    /// <summary>Gets or sets what happens to a source that has a checkpoint but is no longer what was read then.</summary>
    /// <value>The default is <see cref="ChangedSourcePolicy.Auto"/>.</value>
    public ChangedSourcePolicy ChangedSources { get; set; } = ChangedSourcePolicy.Auto;

    /// <summary>
    /// Gets or sets how long the run lock holds after it was last renewed, where nobody can see whether its process is still there: on another machine, or one
    /// that stands still. It is renewed with each batch, and three times as often as it would lapse while there is nothing to load. See <c>WithRunLock</c>.
    /// </summary>
    /// <value>At least 1 second, at most 1 day. The default is <see cref="PipelineDefaults.RunLockLease"/>.</value>
    public TimeSpan RunLockLease { get; set; } = PipelineDefaults.RunLockLease;

    /// <summary>Gets or sets how many rejects of a run are logged as warnings; the others are logged at level Debug.</summary>
    /// <value>Zero or more. The default is <see cref="PipelineDefaults.MaxLoggedRejects"/>.</value>
    public int MaxLoggedRejects { get; set; } = PipelineDefaults.MaxLoggedRejects;

    /// <summary>Gets or sets how many rejects of a run are kept in its report, the first ones.</summary>
    /// <value>Zero or more. The default is <see cref="PipelineDefaults.MaxRejectSamples"/>.</value>
    public int MaxRejectSamples { get; set; } = PipelineDefaults.MaxRejectSamples;

    /// <summary>
    /// Gets or sets whether the messages of exceptions thrown by transformers become part of reject reasons. They often quote the value
    /// that caused them, so by default a reason names only the exception's type.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IncludeValuesInReasons { get; set; }

    /// <summary>Checks the settings.</summary>
    /// <returns>One sentence for each rule that is broken, which names the setting, its value and what is allowed; none when all is well.</returns>
    public IEnumerable<string> Validate()
    {
        if (Producers < 1)
        {
            yield return $"{nameof(Producers)} is {Producers}, but must be at least 1.";
        }

        if (ChannelCapacity < 1)
        {
            yield return $"{nameof(ChannelCapacity)} is {ChannelCapacity}, but must be at least 1 row.";
        }

        if (BatchSize < 1)
        {
            yield return $"{nameof(BatchSize)} is {BatchSize}, but must be at least 1 row.";
        }

        if (MaxBatchBytes < 1)
        {
            yield return $"{nameof(MaxBatchBytes)} is {MaxBatchBytes}, but must be at least 1 byte.";
        }

        if (LargeBatchSize < 1)
        {
            yield return $"{nameof(LargeBatchSize)} is {LargeBatchSize}, but must be at least 1 row.";
        }

        if (MaxLargeBatchBytes < 1)
        {
            yield return $"{nameof(MaxLargeBatchBytes)} is {MaxLargeBatchBytes}, but must be at least 1 byte.";
        }

        if (BatchTimeout != Timeout.InfiniteTimeSpan && (BatchTimeout <= TimeSpan.Zero || BatchTimeout > PipelineDefaults.MaxTimer))
        {
            yield return $"{nameof(BatchTimeout)} is {BatchTimeout}, but must be more than zero and at most {PipelineDefaults.MaxTimer}, or infinite.";
        }

        if (MaxExpansion < 1)
        {
            yield return $"{nameof(MaxExpansion)} is {MaxExpansion}, but must be at least 1 row.";
        }

        if (DrainTimeout <= TimeSpan.Zero || DrainTimeout > PipelineDefaults.MaxTimer)
        {
            yield return $"{nameof(DrainTimeout)} is {DrainTimeout}, but must be more than zero and at most {PipelineDefaults.MaxTimer}.";
        }

        if (StallTimeout != Timeout.InfiniteTimeSpan && (StallTimeout <= TimeSpan.Zero || StallTimeout > PipelineDefaults.MaxTimer))
        {
            yield return $"{nameof(StallTimeout)} is {StallTimeout}, but must be more than zero and at most {PipelineDefaults.MaxTimer}, or infinite.";
        }

        if (RetryDelay <= TimeSpan.Zero)
        {
            yield return $"{nameof(RetryDelay)} is {RetryDelay}, but must be more than zero.";
        }

        if (MaxRetryDelay < RetryDelay || MaxRetryDelay > PipelineDefaults.LongestRetryDelay)
        {
            yield return $"{nameof(MaxRetryDelay)} is {MaxRetryDelay}, but must be at least {nameof(RetryDelay)} ({RetryDelay}) and at most {PipelineDefaults.LongestRetryDelay}.";
        }

        if (RetryTimeout < TimeSpan.Zero)
        {
            yield return $"{nameof(RetryTimeout)} is {RetryTimeout}, but must be zero or more.";
        }

        if (MaxRejects < 0)
        {
            yield return $"{nameof(MaxRejects)} is {MaxRejects}, but must be zero or more.";
        }

        if (!(MaxRejectRatio is >= 0 and <= 1))
        {
            yield return FormattableString.Invariant($"{nameof(MaxRejectRatio)} is {MaxRejectRatio}, but must be from 0 to 1.");
        }

        if (MinRowsForRejectRatio < 1)
        {
            yield return $"{nameof(MinRowsForRejectRatio)} is {MinRowsForRejectRatio}, but must be at least 1 row.";
        }

        if (MaxDeadLetters < 0)
        {
            yield return $"{nameof(MaxDeadLetters)} is {MaxDeadLetters}, but must be zero or more.";
        }

        if (MaxDeadLetterBytes < 0)
        {
            yield return $"{nameof(MaxDeadLetterBytes)} is {MaxDeadLetterBytes}, but must be zero or more.";
        }

        if (!Enum.IsDefined(ChangedSources))
        {
            yield return $"{nameof(ChangedSources)} is {ChangedSources}, but must be {string.Join(", ", Enum.GetNames<ChangedSourcePolicy>())}.";
        }

        if (RunLockLease < PipelineDefaults.ShortestLease || RunLockLease > PipelineDefaults.LongestLease)
        {
            yield return $"{nameof(RunLockLease)} is {RunLockLease}, but must be from {PipelineDefaults.ShortestLease} to {PipelineDefaults.LongestLease}.";
        }

        if (MaxLoggedRejects < 0)
        {
            yield return $"{nameof(MaxLoggedRejects)} is {MaxLoggedRejects}, but must be zero or more.";
        }

        if (MaxRejectSamples < 0)
        {
            yield return $"{nameof(MaxRejectSamples)} is {MaxRejectSamples}, but must be zero or more.";
        }
    }

    internal PipelineOptions Copy() => (PipelineOptions)MemberwiseClone();
}

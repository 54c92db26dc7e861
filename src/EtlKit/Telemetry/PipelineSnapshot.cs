namespace EtlKit;

/// <summary>What a run was doing at one moment: the answer to where it is stuck. Immutable.</summary>
/// <remarks>
/// The run is not halted for it. What is in it was read within a moment, one after the other, so that two numbers may be a few rows apart; but a row is never
/// counted as loaded, filtered or rejected without being counted as extracted. It holds no values of rows.
/// </remarks>
public sealed record PipelineSnapshot
{
    /// <summary>Gets the name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Gets the id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Gets when the snapshot was taken.</summary>
    public DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets how long the run had been going on.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Gets whether the run went on or was being ended.</summary>
    public RunState State { get; init; }

    /// <summary>Gets when the run was last seen to make progress.</summary>
    /// <value>Up to a second later than it was: that is how often it is looked at, or whenever a snapshot is taken. At first, when the run began.</value>
    /// <remarks>
    /// Progress is a source that is listed or ended, a row that is extracted, expanded, read over, loaded, filtered or rejected, a batch, and a call of the loader
    /// that begins or ends. A retry is none, nor is anything that is done for the run lock.
    /// </remarks>
    public DateTimeOffset LastProgressAt { get; init; }

    /// <summary>Gets how long the run had made no progress.</summary>
    public TimeSpan TimeWithoutProgress { get; init; }

    /// <summary>Gets whether the run had made no progress for <see cref="PipelineOptions.StallTimeout"/>.</summary>
    /// <value>Always <see langword="false"/> when that is infinite.</value>
    public bool IsStalled { get; init; }

    /// <summary>Gets what the run waits for, in words, such as <c>source 'a.csv', which has given no row after row 12 for 300.0 s</c>.</summary>
    /// <value>Of several things, at most three: the ones that it has been waiting for longest.</value>
    public string WaitsFor { get; init; } = "";

    /// <summary>Gets what has become of the rows so far; <see cref="RowLedger.Unfinished"/> are those on their way.</summary>
    public RowLedger Rows { get; init; } = new();

    /// <summary>Gets how many sources were listed.</summary>
    public int SourcesListed { get; init; }

    /// <summary>Gets how many sources were read to their end.</summary>
    public int SourcesCompleted { get; init; }

    /// <summary>Gets how many sources were not read, because they have not changed.</summary>
    public int SourcesSkipped { get; init; }

    /// <summary>Gets how many sources have failed.</summary>
    public int SourcesFailed { get; init; }

    /// <summary>Gets how many batches were loaded.</summary>
    public long Batches { get; init; }

    /// <summary>Gets how often a call of the loader was made again after a transient error.</summary>
    public int Retries { get; init; }

    /// <summary>Gets the producers, in the order of their numbers.</summary>
    public IReadOnlyList<ProducerSnapshot> Producers { get; init; } = [];

    /// <summary>Gets the channel.</summary>
    public ChannelSnapshot Channel { get; init; } = new();

    /// <summary>Gets the writer.</summary>
    public required WriterSnapshot Writer { get; init; }

    /// <summary>Gets the first failure so far, in words, without the message of its exception.</summary>
    /// <value><see langword="null"/> when nothing has failed. Where a source has failed, the others may go on.</value>
    public string? Failure { get; init; }

    /// <summary>Makes a text of several lines for people to read.</summary>
    /// <returns>The text, without a line break at its end.</returns>
    public override string ToString() => SnapshotText.Write(this);

    /// <summary>Makes one line of JSON for programs to read.</summary>
    /// <returns>A JSON object. Durations are numbers of seconds; names are in camel case.</returns>
    public string ToJson() => SnapshotJson.Write(this);
}

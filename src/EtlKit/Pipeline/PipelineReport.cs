namespace EtlKit;

/// <summary>What a run did. Immutable.</summary>
public sealed record PipelineReport
{
    /// <summary>Gets the name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Gets the id of the run; the ids of later runs sort after those of earlier ones.</summary>
    public required string RunId { get; init; }

    /// <summary>Gets how the run ended.</summary>
    public PipelineStatus Status { get; init; }

    /// <summary>Gets when the run began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets how long the run took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets what became of every row.</summary>
    public RowLedger Rows { get; init; } = new();

    /// <summary>Gets the sources, in the order in which they were begun.</summary>
    public IReadOnlyList<SourceReport> Sources { get; init; } = [];

    /// <summary>Gets how many batches were loaded.</summary>
    public long Batches { get; init; }

    /// <summary>Gets how often a load was tried again after a transient error.</summary>
    public int Retries { get; init; }

    /// <summary>Gets how long producers waited because the channel was full, all of them together.</summary>
    public TimeSpan ProducerWait { get; init; }

    /// <summary>Gets how long the writer waited for rows.</summary>
    public TimeSpan WriterWait { get; init; }

    /// <summary>Gets which side the other one waited for, and how busy it was, such as <c>writer-bound 96 %</c>.</summary>
    public string Bottleneck { get; init; } = "";

    /// <summary>Gets how many rows were rejected for each reason. After 100 different reasons, the others are counted as one.</summary>
    public IReadOnlyDictionary<string, long> RejectsByReason { get; init; } = new Dictionary<string, long>();

    /// <summary>Gets the first rejects, as many as <see cref="PipelineOptions.MaxRejectSamples"/> says; raw text is cut after 1,024 characters.</summary>
    public IReadOnlyList<Reject> RejectSamples { get; init; } = [];

    /// <summary>Gets what had not returned when <see cref="PipelineOptions.DrainTimeout"/> had passed.</summary>
    /// <value>Empty when everything ended.</value>
    public IReadOnlyList<string> Abandoned { get; init; } = [];

    /// <summary>Gets the first failure, in words.</summary>
    /// <value><see langword="null"/> when the run has not failed.</value>
    public string? Failure { get; init; }

    /// <summary>Gets how many rows a second the run loaded, left unchanged or ignored.</summary>
    public double RowsPerSecond => Duration > TimeSpan.Zero
        ? (Rows.Loaded + Rows.Unchanged + Rows.Ignored) / Duration.TotalSeconds
        : 0;

    /// <summary>Makes a text of several lines for people to read.</summary>
    /// <returns>The text, without a line break at its end. It holds reasons of rejects, but no values of rows.</returns>
    public override string ToString() => ReportText.Write(this);

    /// <summary>Makes one line of JSON for programs to read. Raw text of rejects is left out.</summary>
    /// <returns>A JSON object. Durations are numbers of seconds; names are in camel case.</returns>
    public string ToJson() => ReportJson.Write(this);
}

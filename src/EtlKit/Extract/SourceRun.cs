namespace EtlKit;

/// <summary>One source in one run: its name, where it is, and its counts.</summary>
internal sealed class SourceRun(string name)
{
    private SourcePosition _before;
    private DeadLetter? _letter;
    private RowTrace? _held;

    public string Name => name;

    // Written by the source's producer, read by everyone.

    /// <summary>Where the run begins with the source.</summary>
    public SourceProgress Start { get; set; } = new(SourcePosition.Start, 0, IsFinished: false);

    public long Extracted { get; set; }

    /// <summary>How many rows more came out of expanding steps than went into them.</summary>
    public long Expanded { get; set; }

    public SourceStatus Status { get; set; } = SourceStatus.Unfinished;

    public Exception? Failure { get; set; }

    /// <summary>Takes the fingerprint of the source; null when it has none.</summary>
    public Func<SourcePosition, CancellationToken, ValueTask<SourceFingerprint?>>? Fingerprint { get; set; }

    // Used by the producer only.

    /// <summary>The enumerator that stands on the current row, when it can give its text.</summary>
    public IRawTextSource? RawTextSource { get; set; }

    /// <summary>Which of the rows that were made of one goes through the steps now.</summary>
    public Branches Branches { get; } = new();

    /// <summary>The raw text of the row that goes through the steps now.</summary>
    public string? RawText => _held is { } held ? held.RawText : RawTextSource is { } source ? source.RawText : _letter?.Reject.RawText;

    /// <summary>The position before the row that goes through the steps now.</summary>
    public SourcePosition Before
    {
        get => _held is { } held ? held.Before : _before;
        set => _before = value;
    }

    /// <summary>The dead letter that goes through the steps now; null unless rejects are replayed.</summary>
    public DeadLetter? Letter
    {
        get => _held is { } held ? held.Letter : _letter;
        set => _letter = value;
    }

    // Written by the writer, as batches commit.

    public long Written { get; set; }

    public long Filtered { get; set; }

    public long Rejected { get; set; }

    /// <summary>How many rows were rejected by earlier runs that this one continues.</summary>
    public long RejectedBefore { get; set; }

    /// <summary>Takes an outcome that was committed by an earlier run out of the counts.</summary>
    public void LeaveOut(bool isFirstOutcome)
    {
        if (isFirstOutcome)
        {
            Extracted--;
        }
        else
        {
            Expanded--;
        }
    }

    /// <summary>Takes down what is known about the row that goes through the steps now.</summary>
    /// <param name="withRawText">Whether its raw text will be asked for.</param>
    public RowTrace Trace(bool withRawText = true) => new(withRawText ? RawText : null, Before, Branches.Capture(), Letter);

    /// <summary>Makes a row that the enumerator has already left the one that goes through the steps, until the result is disposed.</summary>
    public HeldRow Hold(in RowTrace trace)
    {
        var previous = new HeldRow(this, _held, Branches.Capture());
        _held = trace;
        Branches.Restore(trace.Branch);
        return previous;
    }

    public readonly struct HeldRow(SourceRun source, RowTrace? held, int[] branch) : IDisposable
    {
        public void Dispose()
        {
            source._held = held;
            source.Branches.Restore(branch);
        }
    }
}

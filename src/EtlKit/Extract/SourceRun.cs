namespace EtlKit;

/// <summary>One source in one run: its name, where it is, and its counts.</summary>
internal sealed class SourceRun(string name, TimeProvider time)
{
    private SourcePosition _before;
    private DeadLetter? _letter;
    private RowTrace? _held;
    private int _extractedBefore;
    private int _leftOut;
    private volatile bool _hasEnded;

    public string Name => name;

    // Written by the source's producer, read by everyone.

    /// <summary>Where the run begins with the source.</summary>
    public SourceProgress Start
    {
        get;
        set
        {
            field = value;
            Delivered = value.Position.Rows;
        }
    } = new(SourcePosition.Start, 0, IsFinished: false);

    public long Extracted { get; set; }

    /// <summary>What the producer is doing with the source. Being asked for a row and having one in the steps are told apart by <see cref="Delivered"/>.</summary>
    public TimedState<ProducerState> State { get; } = new(time, ProducerState.Opening);

    /// <summary>How many rows have gone through the steps, as far as they don't wait, with those of earlier runs: one less than the source has given while a row is in them.</summary>
    public long Delivered { get; set; }

    /// <summary>How many rows that an earlier run has loaded were read over.</summary>
    public long Skipped { get; set; }

    /// <summary>How many rows are under way in asynchronous steps.</summary>
    public int UnderWay { get; set; }

    /// <summary>The row that comes, or is to come, out of an asynchronous step.</summary>
    public long RowOfStep { get; set; }

    /// <summary>How many rows more came out of expanding steps than went into them.</summary>
    public long Expanded { get; set; }

    public SourceStatus Status { get; set; } = SourceStatus.Unfinished;

    public Exception? Failure { get; set; }

    /// <summary>How many of its bytes were read.</summary>
    public SourceBytes Bytes { get; } = new();

    /// <summary>Whether its producer is done with it, and nothing of the above changes any more.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Whether no outcome that earlier runs have committed is still to be taken out of the counts.</summary>
    public bool HasLeftOutAll => Volatile.Read(ref _leftOut) >= Start.Outcomes || HasEnded;

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

    /// <summary>Looks at what its producer is doing. Safe from anywhere.</summary>
    public ProducerLook Look()
    {
        var (state, since) = State.Look();
        var given = Start.Position.Rows + Extracted + _extractedBefore;
        var row = state switch
        {
            ProducerState.Skipping => Skipped,
            ProducerState.WaitingForStep or ProducerState.Transforming => RowOfStep,
            _ => _letter?.Reject.RowNumber ?? given,
        };
        var oldest = state is ProducerState.WaitingForStep or ProducerState.WaitingForSource && UnderWay > 0 ? RowOfStep : 0;
        return new ProducerLook(
            this, state == ProducerState.Reading && given > Delivered ? ProducerState.Transforming : state, since, row, UnderWay, oldest);
    }

    /// <summary>Takes an outcome that was committed by an earlier run out of the counts.</summary>
    public void LeaveOut(bool isFirstOutcome)
    {
        if (isFirstOutcome)
        {
            Extracted--;
            _extractedBefore++;
        }
        else
        {
            Expanded--;
        }

        Volatile.Write(ref _leftOut, _leftOut + 1);
    }

    /// <summary>Says that its producer is done with it.</summary>
    public void End()
    {
        RawTextSource = null;
        Bytes.Close();
        _hasEnded = true;
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

namespace EtlKit;

/// <summary>The last sink of a source: gathers what happened to its rows in chunks, and hands them to the channel.</summary>
internal sealed class ChunkSink<TRow>(
    RowChannel<TRow> channel, SourceRun source, OutcomeTracker? tracker, IRowSizer<TRow>? sizer, RejectLog rejectLog)
    : RowSink<TRow>, ISinkBoundary
{
    /// <summary>A checkpoint must move on even where a source gives nothing but filtered rows.</summary>
    private const int MaxFiltered = 100_000;

    private static readonly Rejection NullRow = new("the row is null");

    private readonly int _chunkRows = channel.Layout.ChunkRows;

    // Full chunks that wait for the channel: more than one only after a row was expanded to more than a chunk holds.
    private readonly Queue<Chunk<TRow>> _full = [];
    private Chunk<TRow>? _chunk;
    private int _begunAt;

    // The dead letter that is replayed, and how many of its outcomes, which must not be parted, are still to come.
    private DeadLetter? _letter;
    private int _undivided;

    public override ISinkBoundary Boundary => this;

    public bool IsFull { get; private set; }

    public Task? InFlight => null;

    public long RowInFlight => 0;

    // The chunk that is being filled.
    private Chunk<TRow> Chunk => _chunk ?? Begin();

    public override void Accept(TRow row, in RowContext context)
    {
        if (row is null)
        {
            Reject(context, RejectStage.Transform, NullRow);
            return;
        }

        var size = 0;
        if (sizer is not null && !TryGetSize(row, context, out size))
        {
            return;
        }

        if (tracker?.Note(context.RowNumber) == false)
        {
            return;
        }

        var chunk = Chunk;
        if (chunk.Origins is { } origins)
        {
            origins[chunk.Count] = new RowOrigin(_letter?.Id ?? context.RowNumber, context.LineNumber);
        }

        chunk.Rows[chunk.Count++] = row;
        chunk.Bytes += size;
        SealIfDue(chunk);
    }

    public void Reject(in RowContext context, RejectStage stage, Rejection rejection)
    {
        if (tracker?.Note(context.RowNumber) == false)
        {
            return;
        }

        var rawText = rejectLog.WantsText ? rejection.RawText ?? source.RawText : null;
        var reject = new RejectEntry(context, stage, rejection, rawText);
        if (source.Letter is not null || source.Branches.IsWithin)
        {
            reject = new(WithTrace(reject.ToReject()));
        }

        rejectLog.Write(reject, rejection.Exception);

        var chunk = Chunk;
        chunk.Rejects.Add(reject);
        chunk.Bytes += sizeof(char) * (reject.RawText?.Length ?? 0);
        SealIfDue(chunk);
    }

    public void Filter(in RowContext context)
    {
        if (tracker?.Note(context.RowNumber) == false)
        {
            return;
        }

        var chunk = Chunk;
        chunk.Filtered++;
        if (_undivided > 0)
        {
            SealIfDue(chunk);
        }
        else if (chunk.Filtered >= MaxFiltered)
        {
            Seal(chunk);
        }
    }

    /// <summary>Says that the outcomes that come next are all that becomes of a dead letter: they stay in one chunk.</summary>
    public void BeginLetter(DeadLetter letter, int outcomes)
    {
        if (_chunk is { } filled && (filled.Count + filled.Rejects.Count + outcomes > filled.Rows.Length || filled.Letters.Count >= _chunkRows))
        {
            Seal(filled);
        }

        var chunk = _chunk ?? Begin(outcomes);
        chunk.Letters.Add(new LetterShare(letter, outcomes));
        chunk.Bytes += sizeof(char) * ((letter.Reject.RawText?.Length ?? 0L) + (letter.Reject.Row?.Length ?? 0L));
        _letter = letter;
        _undivided = outcomes;
    }

    public async ValueTask SettleAsync()
    {
        while (_full.TryDequeue(out var chunk))
        {
            await channel.WriteAsync(chunk).ConfigureAwait(false);
        }

        IsFull = false;
    }

    public ValueTask FlushAsync()
    {
        if (_chunk is { } chunk)
        {
            Seal(chunk);
        }

        return _full.Count == 0 ? default : SettleAsync();
    }

    public ValueTask DrainAsync() => FlushAsync();

    public ValueTask CompleteAsync(SourcePosition end)
    {
        if (tracker is not null)
        {
            var last = Chunk;
            Seal(last);
            last.Progress = new SourceProgress(end, 0, IsFinished: true);
        }

        return FlushAsync();
    }

    public ValueTask DisposeAsync() => default;

    private Chunk<TRow> Begin(int rows = 0)
    {
        _begunAt = channel.Ticks;
        return _chunk = channel.Rent(source, rows);
    }

    private void SealIfDue(Chunk<TRow> chunk)
    {
        if (_undivided > 0 && --_undivided > 0)
        {
            return;
        }

        // Two ticks make a whole interval for certain.
        if (chunk.Count + chunk.Rejects.Count >= _chunkRows || chunk.Bytes >= channel.Layout.ChunkBytes || channel.Ticks - _begunAt >= 2)
        {
            Seal(chunk);
        }
    }

    private void Seal(Chunk<TRow> chunk)
    {
        chunk.Progress = tracker?.Progress;
        _full.Enqueue(chunk);
        _chunk = null;
        IsFull = true;
    }

    /// <summary>Adds what is known of a reject that was expanded, or replayed from a dead letter.</summary>
    private Reject WithTrace(Reject reject)
    {
        var branch = source.Branches.ToString();

        // A row that can't be read from its JSON stays a row that the loader refused: the JSON is all there is of it.
        return source.Letter is { } letter
            ? reject with { Branch = branch, LetterId = letter.Id, Row = letter.Reject.Row, Stage = letter.IsRow ? RejectStage.Load : reject.Stage }
            : reject with { Branch = branch };
    }

    private bool TryGetSize(TRow row, in RowContext context, out int size)
    {
        try
        {
            size = sizer!.GetSize(row);
            return true;
        }
        catch (Exception exception)
        {
            size = 0;
            Reject(context, RejectStage.Load, new Rejection($"the row's size can't be told: {exception.GetType().Name}") { Exception = exception });
            return false;
        }
    }
}

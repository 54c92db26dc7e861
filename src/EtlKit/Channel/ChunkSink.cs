namespace EtlKit;

/// <summary>The last sink of a source: gathers what happened to its rows in chunks, and hands them to the channel.</summary>
internal sealed class ChunkSink<TRow>(
    RowChannel<TRow> channel, SourceRun source, OutcomeTracker? tracker, IRowSizer<TRow>? sizer, RejectLog rejectLog)
    : RowSink<TRow>, ISinkBoundary
{
    /// <summary>A checkpoint must move on even where a source gives nothing but filtered rows.</summary>
    private const int MaxFiltered = 100_000;

    private readonly int _chunkRows = channel.Layout.ChunkRows;

    // Full chunks that wait for the channel: more than one only after a row was expanded to more than a chunk holds.
    private readonly Queue<Chunk<TRow>> _full = [];
    private Chunk<TRow> _chunk = channel.Rent(source);

    public override ISinkBoundary Boundary => this;

    public bool IsFull { get; private set; }

    public Task? InFlight => null;

    public override void Accept(TRow row, in RowContext context)
    {
        if (tracker?.Note(context.RowNumber) == false)
        {
            return;
        }

        var chunk = _chunk;
        if (chunk.Origins is { } origins)
        {
            origins[chunk.Count] = new RowOrigin(context.RowNumber, context.LineNumber);
        }

        chunk.Rows[chunk.Count++] = row;
        if (sizer is not null)
        {
            chunk.Bytes += sizer.GetSize(row);
        }

        if (chunk.Count + chunk.Rejects.Count >= _chunkRows || chunk.Bytes >= channel.Layout.ChunkBytes)
        {
            Seal();
        }
    }

    public void Reject(in RowContext context, RejectStage stage, Rejection rejection)
    {
        if (tracker?.Note(context.RowNumber) == false)
        {
            return;
        }

        var reject = new Reject(
            context.Source, context.RowNumber, context.LineNumber, stage, rejection.Reason, rejection.RawText ?? source.RawText);
        rejectLog.Write(reject, rejection.Exception);

        var chunk = _chunk;
        chunk.Rejects.Add(reject);
        chunk.Bytes += sizeof(char) * (reject.RawText?.Length ?? 0);
        if (chunk.Count + chunk.Rejects.Count >= _chunkRows || chunk.Bytes >= channel.Layout.ChunkBytes)
        {
            Seal();
        }
    }

    public void Filter(in RowContext context)
    {
        if (tracker?.Note(context.RowNumber) == false)
        {
            return;
        }

        _chunk.Filtered++;
        if (_chunk.Filtered >= MaxFiltered)
        {
            Seal();
        }
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
        if (!_chunk.IsEmpty)
        {
            Seal();
        }

        return _full.Count == 0 ? default : SettleAsync();
    }

    public ValueTask DrainAsync() => FlushAsync();

    public ValueTask CompleteAsync(SourcePosition end)
    {
        if (tracker is not null)
        {
            Seal();
            _full.Last().Progress = new SourceProgress(end, 0, IsFinished: true);
        }

        return FlushAsync();
    }

    public ValueTask DisposeAsync() => default;

    private void Seal()
    {
        _chunk.Progress = tracker?.Progress;
        _full.Enqueue(_chunk);
        _chunk = channel.Rent(source);
        IsFull = true;
    }
}

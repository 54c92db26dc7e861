using System.Threading.Channels;

namespace EtlKit;

/// <summary>The bounded queue between the producers and the writer. When it is full, producers wait: that is the backpressure.</summary>
/// <remarks>Any number of producers write; the writer alone reads.</remarks>
internal sealed class RowChannel<TRow> : IDisposable
{
    private readonly Channel<Chunk<TRow>> _chunks;
    private readonly ChunkPool<TRow> _pool;
    private readonly TimeProvider _time;
    private readonly CancellationToken _abort;
    private readonly ITimer? _ticker;
    private long _producerWait;
    private volatile int _ticks;

    /// <param name="layout">The sizes.</param>
    /// <param name="tracksOrigins">Whether the writer will want to know where single rows stand in their source.</param>
    /// <param name="time">The clock.</param>
    /// <param name="abort">Ends every wait: the writer no longer reads.</param>
    /// <param name="batchTimeout">How long a row may wait; chunks that have waited so long are handed over though they aren't full.</param>
    public RowChannel(ChannelLayout layout, bool tracksOrigins, TimeSpan batchTimeout, TimeProvider time, CancellationToken abort)
    {
        Layout = layout;
        _time = time;
        _abort = abort;
        _pool = new ChunkPool<TRow>(layout.ChunkRows, tracksOrigins);
        _chunks = System.Threading.Channels.Channel.CreateBounded<Chunk<TRow>>(new BoundedChannelOptions(layout.Chunks)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
            SingleWriter = false,
            AllowSynchronousContinuations = false,
        });
        if (batchTimeout != Timeout.InfiniteTimeSpan)
        {
            // Producers look at a counter, because looking at a clock for every row would cost as much as the row.
            _ticker = time.CreateTimer(static state => ((RowChannel<TRow>)state!)._ticks++, this, batchTimeout / 2, batchTimeout / 2);
        }
    }

    public ChannelLayout Layout { get; }

    /// <summary>How long producers have waited because the channel was full, all together.</summary>
    public TimeSpan ProducerWait => TimeSpan.FromTicks(Volatile.Read(ref _producerWait));

    /// <summary>A clock that advances by one every half of the batch timeout.</summary>
    public int Ticks => _ticks;

    public void Dispose() => _ticker?.Dispose();

    // Producers' side.

    public Chunk<TRow> Rent(SourceRun source, int rows = 0)
    {
        var chunk = rows <= Layout.ChunkRows ? _pool.Rent() : _pool.RentLarge(rows);
        chunk.Source = source;
        return chunk;
    }

    /// <summary>Hands over a chunk, waiting while the channel is full.</summary>
    /// <exception cref="OperationCanceledException">The run was aborted.</exception>
    public ValueTask WriteAsync(Chunk<TRow> chunk)
    {
        _abort.ThrowIfCancellationRequested();
        return _chunks.Writer.TryWrite(chunk) ? default : WaitAndWriteAsync(chunk);
    }

    /// <summary>Says that no further chunk will come.</summary>
    public void Complete() => _chunks.Writer.TryComplete();

    // Writer's side.

    public bool TryPeek(out Chunk<TRow>? chunk) => _chunks.Reader.TryPeek(out chunk);

    public bool TryRead(out Chunk<TRow>? chunk) => _chunks.Reader.TryRead(out chunk);

    /// <summary>Waits until there is a chunk; false when none will come.</summary>
    public ValueTask<bool> WaitToReadAsync() => _chunks.Reader.WaitToReadAsync(_abort);

    public void Return(Chunk<TRow> chunk) => _pool.Return(chunk);

    private async ValueTask WaitAndWriteAsync(Chunk<TRow> chunk)
    {
        var start = _time.GetTimestamp();
        try
        {
            await _chunks.Writer.WriteAsync(chunk, _abort).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Add(ref _producerWait, _time.GetElapsedTime(start).Ticks);
        }
    }
}

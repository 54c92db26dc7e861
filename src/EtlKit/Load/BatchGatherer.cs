namespace EtlKit;

/// <summary>Fills batches from the channel, and decides when one is to be loaded: when it is full, or when its first row has waited long enough.</summary>
/// <remarks>Used by the writer only.</remarks>
internal sealed class BatchGatherer<TRow>(
    RowChannel<TRow> channel, BatchBuffer<TRow> batch, TimeSpan batchTimeout, TimeProvider time, CancellationToken stop)
{
    private long _firstRowAt;

    // A wait for the channel that outlived the batch for which it was begun.
    private Task<bool>? _readable;
    private long _wait;

    /// <summary>How long the writer has waited for rows. Safe to read from anywhere.</summary>
    public TimeSpan Wait => TimeSpan.FromTicks(Volatile.Read(ref _wait));

    /// <summary>The timestamp of when the first row of the batch came. Safe to read from anywhere.</summary>
    public long FirstRowAt => Volatile.Read(ref _firstRowAt);

    /// <summary>Fills the batch.</summary>
    /// <returns>False when no further chunk will come; the batch may hold rows all the same.</returns>
    /// <exception cref="OperationCanceledException">The run was aborted.</exception>
    public async ValueTask<bool> FillAsync()
    {
        while (true)
        {
            while (channel.TryPeek(out var next))
            {
                if (!batch.Fits(next!))
                {
                    return true;
                }

                TakeChunk();
                if (batch.IsFull)
                {
                    return true;
                }
            }

            var start = time.GetTimestamp();
            _readable ??= channel.WaitToReadAsync().AsTask();
            var isDue = !_readable.IsCompleted && !await WaitForChunkAsync(_readable).ConfigureAwait(false);
            Volatile.Write(ref _wait, _wait + time.GetElapsedTime(start).Ticks);
            if (isDue)
            {
                return true;
            }

            var more = await _readable.ConfigureAwait(false);
            _readable = null;
            if (!more)
            {
                return false;
            }
        }
    }

    private void TakeChunk()
    {
        if (batch.IsEmpty)
        {
            _firstRowAt = time.GetTimestamp();
        }

        _ = channel.TryRead(out var chunk);
        batch.Add(chunk!);
        channel.Return(chunk!);
    }

    /// <summary>Waits for the channel, and, when there are rows, for their time to pass; in a run that is stopping it has passed.</summary>
    /// <returns>False when the batch is due.</returns>
    private async ValueTask<bool> WaitForChunkAsync(Task<bool> readable)
    {
        if (batch.IsEmpty)
        {
            await ((Task)readable).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }

        var rest = Timeout.InfiniteTimeSpan;
        if (batchTimeout != Timeout.InfiniteTimeSpan)
        {
            rest = batchTimeout - time.GetElapsedTime(_firstRowAt);
            if (rest <= TimeSpan.Zero)
            {
                return false;
            }
        }

        using var waitEnded = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var due = Task.Delay(rest, time, waitEnded.Token);
        var first = await Task.WhenAny(readable, due).ConfigureAwait(false);
        await waitEnded.CancelAsync().ConfigureAwait(false);
        return first == readable;
    }
}

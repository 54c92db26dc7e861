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

    /// <summary>Fills the batch.</summary>
    /// <param name="patience">How long to wait at most before the writer is given another turn.</param>
    /// <exception cref="OperationCanceledException">The run was aborted.</exception>
    public async ValueTask<Gathered> FillAsync(TimeSpan patience)
    {
        var begunAt = time.GetTimestamp();
        while (true)
        {
            while (channel.TryPeek(out var next))
            {
                if (!batch.Fits(next!))
                {
                    return Gathered.Batch;
                }

                TakeChunk();
                if (batch.IsFull)
                {
                    return Gathered.Batch;
                }
            }

            var start = time.GetTimestamp();
            _readable ??= channel.WaitToReadAsync().AsTask();
            var result = _readable.IsCompleted ? null : await WaitForChunkAsync(_readable, patience - time.GetElapsedTime(begunAt)).ConfigureAwait(false);
            Volatile.Write(ref _wait, _wait + time.GetElapsedTime(start).Ticks);
            if (result is { } gathered)
            {
                return gathered;
            }

            var more = await _readable.ConfigureAwait(false);
            _readable = null;
            if (!more)
            {
                return Gathered.Last;
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

    /// <summary>Waits for the channel, but not longer than the batch or the writer can; in a run that is stopping the time of a batch has passed.</summary>
    /// <returns>Null when the channel has answered.</returns>
    private async ValueTask<Gathered?> WaitForChunkAsync(Task<bool> readable, TimeSpan patience)
    {
        var batchRest = batch.IsEmpty || batchTimeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : batchTimeout - time.GetElapsedTime(_firstRowAt);
        var rest = batchRest < patience ? batchRest : patience;
        if (rest <= TimeSpan.Zero)
        {
            return rest == batchRest ? Gathered.Batch : Gathered.Nothing;
        }

        using var waitEnded = batch.IsEmpty ? new CancellationTokenSource() : CancellationTokenSource.CreateLinkedTokenSource(stop);
        var due = Task.Delay(rest < PipelineDefaults.MaxTimer ? rest : Timeout.InfiniteTimeSpan, time, waitEnded.Token);
        var first = await Task.WhenAny(readable, due).ConfigureAwait(false);
        await waitEnded.CancelAsync().ConfigureAwait(false);
        return first == readable ? null : due.IsCanceled || rest == batchRest ? Gathered.Batch : Gathered.Nothing;
    }
}

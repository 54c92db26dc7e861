namespace EtlKit;

/// <summary>Moves the rows of one source from its extractor's sequence into the first sink.</summary>
internal sealed class SourcePump<TItem, TRow, TReader>(StepContext step, RowSink<TRow> sink)
    where TReader : struct, IItemReader<TItem, TRow>
{
    private readonly ISinkBoundary _boundary = sink.Boundary;
    private readonly SourceRun _source = step.Source;
    private ValueTask<bool> _pending;
    private long _rowNumber = step.Source.Start.Position.Rows;
    private SourcePosition _position = step.Source.Start.Position;

    private enum Stop
    {
        BoundaryIsFull,
        InputIsPending,
        InputHasEnded,
        RunIsStopping,
    }

    /// <param name="sequence">The rows.</param>
    /// <param name="skip">How many of them to read over, because an earlier run has done them.</param>
    public async Task RunAsync(IAsyncEnumerable<TItem> sequence, long skip)
    {
        await using var boundary = _boundary.ConfigureAwait(false);
        var items = sequence.GetAsyncEnumerator(step.Stop);
        await using var disposal = items.ConfigureAwait(false);
        _source.RawTextSource = items as IRawTextSource;

        try
        {
            await SkipAsync(items, skip).ConfigureAwait(false);
            await PumpAsync(items).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The rows before the failure are good. A run that is to stop doesn't wait for rows that are still under way.
            if (step.Stop.IsCancellationRequested)
            {
                await _boundary.FlushAsync().ConfigureAwait(false);
            }
            else
            {
                await _boundary.DrainAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    private async ValueTask SkipAsync(IAsyncEnumerator<TItem> items, long skip)
    {
        for (var i = 0L; i < skip; i++)
        {
            step.Stop.ThrowIfCancellationRequested();
            if (!await items.MoveNextAsync().ConfigureAwait(false))
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"The source has {i} rows, but an earlier run has loaded {skip}: it is not the same any more, or doesn't give its rows in the same order."));
            }
        }
    }

    private async ValueTask PumpAsync(IAsyncEnumerator<TItem> items)
    {
        while (true)
        {
            switch (PumpWhileReady(items))
            {
                case Stop.BoundaryIsFull:
                    await _boundary.SettleAsync().ConfigureAwait(false);
                    break;

                case Stop.InputIsPending:
                    if (!await WaitForInputAsync().ConfigureAwait(false))
                    {
                        await _boundary.CompleteAsync(_position).ConfigureAwait(false);
                        return;
                    }

                    Deliver(items.Current);
                    if (_boundary.IsFull)
                    {
                        await _boundary.SettleAsync().ConfigureAwait(false);
                    }

                    break;

                case Stop.InputHasEnded:
                    await _boundary.CompleteAsync(_position).ConfigureAwait(false);
                    return;

                default:
                    throw new OperationCanceledException(step.Stop);
            }
        }
    }

    /// <summary>The hot loop: a plain method, because the locals of one that awaits live in memory.</summary>
    private Stop PumpWhileReady(IAsyncEnumerator<TItem> items)
    {
        while (!step.Stop.IsCancellationRequested)
        {
            var next = items.MoveNextAsync();
            if (!next.IsCompletedSuccessfully)
            {
                _pending = next;
                return Stop.InputIsPending;
            }

            if (!next.Result)
            {
                return Stop.InputHasEnded;
            }

            Deliver(items.Current);
            if (_boundary.IsFull)
            {
                return Stop.BoundaryIsFull;
            }
        }

        return Stop.RunIsStopping;
    }

    private void Deliver(in TItem item)
    {
        _source.Extracted++;
        _source.Before = _position;
        _position = TReader.PositionAfter(item, ++_rowNumber);
        var context = new RowContext(_source.Name, _rowNumber, TReader.LineNumberOf(item));
        if (TReader.TryGetRow(item, out var row, out var rejection))
        {
            sink.Accept(row, context);
        }
        else
        {
            _boundary.Reject(context, RejectStage.Extract, rejection);
        }
    }

    /// <summary>Waits for the source, but first passes on what is ready: a slow source must not hold back the rows it gave.</summary>
    private ValueTask<bool> WaitForInputAsync()
    {
        var flush = _boundary.FlushAsync();
        return flush.IsCompletedSuccessfully && _boundary.InFlight is null ? _pending : FlushAndWaitAsync(flush, _pending.AsTask());
    }

    private async ValueTask<bool> FlushAndWaitAsync(ValueTask flush, Task<bool> input)
    {
        try
        {
            await flush.ConfigureAwait(false);
            while (!input.IsCompleted && _boundary.InFlight is { } oldest)
            {
                await Task.WhenAny(input, oldest).ConfigureAwait(false);
                if (oldest.IsCompleted)
                {
                    await _boundary.FlushAsync().ConfigureAwait(false);
                }
            }
        }
        catch (Exception)
        {
            // A sequence must not be disposed while it is asked for its next row.
            await ((Task)input).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await input.ConfigureAwait(false);
    }
}

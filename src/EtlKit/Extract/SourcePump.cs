using System.Runtime.ExceptionServices;

namespace EtlKit;

/// <summary>Moves the rows of one source from its extractor's sequence into the first sink.</summary>
internal sealed class SourcePump<TItem, TRow, TReader>(StepContext step, RowSink<TRow> sink)
    where TReader : struct, IItemReader<TItem, TRow>
{
    private readonly ISinkBoundary _boundary = sink.Boundary;
    private readonly SourceRun _source = step.Source;
    private readonly TimedState<ProducerState> _state = step.Source.State;
    private ValueTask<bool> _pending;

    // The question for the next row, while a flush goes on beside it.
    private Task<bool>? _input;
    private SourcePosition _position = step.Source.Start.Position;

    private enum Stop
    {
        BoundaryIsFull,
        InputIsPending,
        InputHasEnded,
        RunIsStopping,
    }

    /// <param name="open">Opens the sequence of rows; its token ends the sequence when the run is to stop, and when a step has failed.</param>
    /// <param name="skip">How many of them to read over, because an earlier run has done them.</param>
    public async Task RunAsync(Func<CancellationToken, IAsyncEnumerable<TItem>> open, long skip)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(step.Stop);
        IAsyncEnumerator<TItem>? items = null;
        ExceptionDispatchInfo? failure = null;
        _state.Set(ProducerState.Opening);
        try
        {
            var sequence = open(end.Token) ?? throw new InvalidOperationException("The extractor has returned null instead of a sequence.");
            items = sequence.GetAsyncEnumerator(end.Token);
            _source.RawTextSource = items as IRawTextSource;
            _source.Bytes.Open(items as ISizedSource, _source.Start.Position);
            await SkipAsync(items, skip).ConfigureAwait(false);
            _state.Set(ProducerState.Reading);
            await PumpAsync(items).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        _state.Set(ProducerState.Closing);

        // The first failure is the cause, whatever else fails because of it.
        failure = await TryAsync(() => FinishAsync(failure is not null), failure).ConfigureAwait(false);
        failure = await TryAsync(() => EndAsync(items, end), failure).ConfigureAwait(false);
        failure = await TryAsync(_boundary.DisposeAsync, failure).ConfigureAwait(false);
        failure?.Throw();
    }

    private static async ValueTask<ExceptionDispatchInfo?> TryAsync(Func<ValueTask> call, ExceptionDispatchInfo? failure)
    {
        try
        {
            await call().ConfigureAwait(false);
            return failure;
        }
        catch (Exception exception)
        {
            return failure ?? ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>Hands over the rows before a failure, which are good. A run that is to stop doesn't wait for rows that are still under way.</summary>
    private ValueTask FinishAsync(bool hasFailed) =>
        !hasFailed ? default : step.Stop.IsCancellationRequested ? _boundary.FlushAsync() : _boundary.DrainAsync();

    private async ValueTask EndAsync(IAsyncEnumerator<TItem>? items, CancellationTokenSource end)
    {
        if (_input is { IsCompleted: false } input)
        {
            // A sequence must not be disposed while it is asked for its next row.
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task)input).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (items is not null)
        {
            await items.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask SkipAsync(IAsyncEnumerator<TItem> items, long skip)
    {
        _state.Set(ProducerState.Skipping);
        for (var i = 0L; i < skip; i++)
        {
            step.Stop.ThrowIfCancellationRequested();
            if (!await items.MoveNextAsync().ConfigureAwait(false))
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"The source has {i} rows, but an earlier run has loaded {skip}: it is not the same any more, or doesn't give its rows in the same order."));
            }

            _source.Skipped++;
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
                    var hasRow = await WaitForInputAsync().ConfigureAwait(false);
                    _state.SetWithoutTime(ProducerState.Reading);
                    if (!hasRow)
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
        step.BeginExpansion();
        _source.Extracted++;
        _source.Before = _position;
        _source.Letter = TReader.LetterOf(item);
        var count = _source.Delivered + 1;
        _position = TReader.PositionAfter(item, count);
        var context = new RowContext(_source.Name, TReader.RowNumberOf(item, count), TReader.LineNumberOf(item));
        if (TReader.TryGetRow(item, out var row, out var rejection))
        {
            sink.Accept(row, context);
        }
        else
        {
            _boundary.Reject(context, RejectStage.Extract, rejection);
        }

        // Whoever looks in between sees a row that was extracted and not delivered: it is in the steps.
        _source.Delivered = count;
    }

    /// <summary>Waits for the source, but first passes on what is ready: a slow source must not hold back the rows it gave.</summary>
    private ValueTask<bool> WaitForInputAsync()
    {
        var flush = _boundary.FlushAsync();
        if (!flush.IsCompletedSuccessfully || _boundary.InFlight is not null)
        {
            return FlushAndWaitAsync(flush, _pending.AsTask());
        }

        _state.Set(ProducerState.WaitingForSource);
        return _pending;
    }

    private async ValueTask<bool> FlushAndWaitAsync(ValueTask flush, Task<bool> input)
    {
        _input = input;
        await flush.ConfigureAwait(false);
        using var waiting = _state.Enter(ProducerState.WaitingForSource);
        while (!input.IsCompleted && _boundary.InFlight is { } oldest)
        {
            _source.RowOfStep = _boundary.RowInFlight;
            await Task.WhenAny(input, oldest).ConfigureAwait(false);
            if (oldest.IsCompleted)
            {
                await _boundary.FlushAsync().ConfigureAwait(false);
            }
        }

        return await input.ConfigureAwait(false);
    }
}

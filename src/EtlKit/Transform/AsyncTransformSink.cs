namespace EtlKit;

/// <summary>
/// A step whose transformation waits for something. Up to <paramref name="maxConcurrency"/> rows of the source are under way at once; they
/// go on in the order in which they came, and so does what earlier steps rejected and filtered among them.
/// </summary>
internal sealed class AsyncTransformSink<TInput, TOutput>(
    StepContext step,
    Func<TInput, RowContext, CancellationToken, ValueTask<TransformResult<TOutput>>> transform,
    int maxConcurrency,
    RowSink<TOutput> next)
    : RowSink<TInput>, ISinkBoundary
{
    // In the order of the source. A step before this one that expands rows can give more of them than may be under way at once:
    // the surplus stands in both queues.
    private readonly Queue<Entry> _entries = [];
    private readonly Queue<Entry> _notStarted = [];
    private int _underWay;

    // A row could not be passed on: the ones after it must not be loaded around it.
    private bool _isBroken;

    public override ISinkBoundary Boundary => this;

    public bool IsFull => !_isBroken && _entries.Count >= maxConcurrency;

    public Task? InFlight => (_isBroken ? null : _entries.TryPeek(out var oldest) ? oldest.UnderWay : null, next.Boundary.InFlight) switch
    {
        ({ } here, { } there) => Task.WhenAny(here, there),
        var (here, there) => here ?? there,
    };

    public override void Accept(TInput row, in RowContext context)
    {
        // The source moves on before this row does, so what the row's place is known by is taken now.
        var entry = new Entry { Row = row, Context = context, Trace = step.Source.Trace() };
        _entries.Enqueue(entry);
        if (_underWay < maxConcurrency)
        {
            Start(entry);
        }
        else
        {
            _notStarted.Enqueue(entry);
        }
    }

    public void Reject(in RowContext context, RejectStage stage, Rejection rejection) =>
        _entries.Enqueue(new Entry { Context = context, Trace = step.Source.Trace(), Stage = stage, Outcome = rejection });

    public void Filter(in RowContext context) =>
        _entries.Enqueue(new Entry { Context = context, Trace = step.Source.Trace(withRawText: false), Outcome = TransformResult.Filter });

    public long RowInFlight => next.Boundary.RowInFlight is var there and > 0 ? there
        : !_isBroken && _entries.TryPeek(out var oldest) && oldest.UnderWay is not null ? oldest.Context.RowNumber : 0;

    public async ValueTask SettleAsync()
    {
        while (IsFull)
        {
            await PassOnOldestAsync().ConfigureAwait(false);
        }

        await PassOnReadyAsync().ConfigureAwait(false);
    }

    public async ValueTask FlushAsync()
    {
        try
        {
            await PassOnReadyAsync().ConfigureAwait(false);
        }
        finally
        {
            // The rows before one that was cancelled are good.
            await next.Boundary.FlushAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DrainAsync()
    {
        try
        {
            await PassOnAllAsync().ConfigureAwait(false);
        }
        finally
        {
            await next.Boundary.DrainAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask CompleteAsync(SourcePosition end)
    {
        await PassOnAllAsync().ConfigureAwait(false);
        await next.Boundary.CompleteAsync(end).ConfigureAwait(false);
    }

    /// <summary>Waits for what is under way, so that no failure goes unobserved; what was not passed on stays unfinished.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var entry in _entries)
        {
            if (entry.UnderWay is { } task)
            {
                using var waiting = WaitFor(entry);
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await next.Boundary.DisposeAsync().ConfigureAwait(false);
    }

    private void Start(Entry entry)
    {
        try
        {
            var result = transform(entry.Row, entry.Context, step.Stop);
            if (result.IsCompletedSuccessfully)
            {
                entry.Outcome = result.Result;
                return;
            }

            entry.UnderWay = result.AsTask();
        }
        catch (Exception exception)
        {
            entry.UnderWay = Task.FromException<TransformResult<TOutput>>(exception);
        }

        _underWay++;
        step.Source.UnderWay++;
    }

    private async ValueTask PassOnReadyAsync()
    {
        while (!_isBroken && _entries.TryPeek(out var oldest) && oldest.UnderWay is null or { IsCompleted: true })
        {
            await PassOnOldestAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask PassOnAllAsync()
    {
        while (!_isBroken && _entries.Count > 0)
        {
            await PassOnOldestAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask PassOnOldestAsync()
    {
        var entry = _entries.Peek();
        try
        {
            await DecideAsync(entry).ConfigureAwait(false);
            step.BeginExpansion();
            using (GoOnWith(entry))
            using (step.Source.Hold(entry.Trace))
            {
                PassOn(entry);
            }
        }
        catch (Exception)
        {
            _isBroken = true;
            throw;
        }

        _ = _entries.Dequeue();
        StartNext();
        if (next.Boundary.IsFull)
        {
            await next.Boundary.SettleAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask DecideAsync(Entry entry)
    {
        if (entry.UnderWay is not { } task)
        {
            return;
        }

        if (!task.IsCompleted)
        {
            // The rows before this one must not wait with it.
            await next.Boundary.FlushAsync().ConfigureAwait(false);
            using var waiting = WaitFor(entry);
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (task.IsCanceled || task.Exception?.InnerException is OperationCanceledException)
        {
            await ThrowCancellationAsync(task, entry.Context).ConfigureAwait(false);
        }

        entry.Outcome = task.IsFaulted ? step.RejectionOf(task.Exception.InnerException!) : task.Result;
        entry.UnderWay = null;
        _underWay--;
        step.Source.UnderWay--;
    }

    private async ValueTask ThrowCancellationAsync(Task task, RowContext context)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!step.Stop.IsCancellationRequested)
        {
            throw StepContext.ExplainCancellation<TInput, TOutput>(exception, context);
        }
    }

    private void StartNext()
    {
        while (_underWay < maxConcurrency && _notStarted.TryDequeue(out var entry))
        {
            using var starting = GoOnWith(entry);
            Start(entry);
        }
    }

    private void PassOn(Entry entry)
    {
        if (entry.Outcome.HasRow)
        {
            next.Accept(entry.Outcome.Row, entry.Context);
        }
        else if (entry.Outcome.Rejection is { } rejection)
        {
            next.Boundary.Reject(entry.Context, entry.Stage, rejection);
        }
        else
        {
            next.Boundary.Filter(entry.Context);
        }
    }

    // What a snapshot shows.

    private TimedState<ProducerState>.Scope WaitFor(Entry entry)
    {
        step.Source.RowOfStep = entry.Context.RowNumber;
        return step.Source.State.Enter(ProducerState.WaitingForStep);
    }

    private TimedState<ProducerState>.Scope GoOnWith(Entry entry)
    {
        step.Source.RowOfStep = entry.Context.RowNumber;
        return step.Source.State.EnterWithoutTime(ProducerState.Transforming);
    }

    private sealed class Entry
    {
        public TInput Row { get; init; } = default!;

        public RowContext Context { get; init; }

        public RowTrace Trace { get; init; }

        public RejectStage Stage { get; init; } = RejectStage.Transform;

        /// <summary>What became of the row, unless it is under way or waits for its turn.</summary>
        public TransformResult<TOutput> Outcome { get; set; }

        public Task<TransformResult<TOutput>>? UnderWay { get; set; }
    }
}

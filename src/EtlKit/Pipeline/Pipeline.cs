namespace EtlKit;

/// <summary>A built pipeline: extract → transform → channel → one writer → load. It can be run any number of times, one run at a time.</summary>
/// <remarks>Made by <see cref="PipelineBuilder"/>. Safe for concurrent use, in that a second concurrent run fails at once.</remarks>
public sealed class Pipeline
{
    private readonly PipelineRunner _runner;
    private readonly Lock _lock = new();
    private volatile PipelineRun? _run;

    // Ends with the run that is under way. Used under the lock.
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Pipeline(PipelineRunner runner)
    {
        _runner = runner;
        _idle.SetResult();
    }

    /// <summary>Gets the name of the pipeline.</summary>
    public string Name => _runner.Settings.Name;

    /// <summary>Gets what holds when a run is killed at any moment and started again.</summary>
    /// <value>
    /// <see cref="Guarantee.ExactlyOnce"/> with checkpoints; without, <see cref="Guarantee.AtLeastOnce"/> for a loader that is idempotent, and
    /// <see cref="Guarantee.BestEffort"/> for any other.
    /// </value>
    /// <remarks>It supposes that sources give the same rows in the same order when they are read again, and that transformers make the same of them.</remarks>
    public Guarantee Guarantee => _runner.Settings.Guarantee;

    /// <summary>Runs the pipeline once.</summary>
    /// <param name="cancellationToken">
    /// Cancels the run: producers stop, what they have extracted is committed within <see cref="PipelineOptions.DrainTimeout"/>, and
    /// <see cref="PipelineCancelledException"/> is thrown.
    /// </param>
    /// <returns>What the run did. Rejected rows don't make a run fail.</returns>
    /// <exception cref="PipelineException">A source, the loader or the pipeline itself has failed.</exception>
    /// <exception cref="PipelineCancelledException">The run was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The pipeline is running, or a call that an earlier run has abandoned has not returned yet.</exception>
    public Task<PipelineReport> RunAsync(CancellationToken cancellationToken) => RunAsync(null, cancellationToken);

    /// <summary>Runs the pipeline once and reports how it is getting on.</summary>
    /// <param name="progress">
    /// Gets the progress, after a batch, at most five times a second. It is called by the writer, which waits for it;
    /// <see cref="Progress{T}"/> returns at once. When it throws, that is logged and no more is reported. <see langword="null"/> reports nothing.
    /// </param>
    /// <param name="cancellationToken">Cancels the run. See <see cref="RunAsync(CancellationToken)"/>.</param>
    /// <inheritdoc cref="RunAsync(CancellationToken)"/>
    public async Task<PipelineReport> RunAsync(
        IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        return await RunAsync(isReplay: false, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Replays the rejects that are stored: each goes on at the stage that rejected it. Those that are good now are loaded; each is marked as replayed or still bad,
    /// together with its rows.
    /// </summary>
    /// <param name="progress">Gets the progress. See <see cref="RunAsync(IProgress{PipelineProgress}, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Cancels the run. See <see cref="RunAsync(CancellationToken)"/>.</param>
    /// <returns>What the replay did: its rows are the rejects, and those of its rejects are still bad.</returns>
    /// <exception cref="InvalidOperationException">The pipeline stores no rejects, or is running.</exception>
    /// <exception cref="PipelineException">A source, the loader or the pipeline itself has failed.</exception>
    /// <exception cref="PipelineCancelledException">The run was cancelled.</exception>
    /// <remarks>
    /// <para>
    /// A row that extract or a transformer rejected is read again from its raw text, which takes an extractor that is an
    /// <see cref="IReplayableExtractor{TRow}"/> and is still listed; of a row that was expanded, only the one that was rejected goes on. A row that the loader
    /// refused is read from JSON, and goes to the loader at once. What can't be read is still bad, with the reason.
    /// </para>
    /// <para>
    /// Rejects in the target are marked in the transaction of their rows. Those in a file are so with checkpoints; without, a process that is killed may leave
    /// rows that were loaded unmarked. Sources are not read, and checkpoints stay as they are.
    /// </para>
    /// <para>
    /// A replay into a session that <see cref="ILoadSession{TRow}.LoadsAtCompletion"/> fails before anything is loaded: it could put the few rows of the replay in the
    /// place of all others.
    /// </para>
    /// </remarks>
    public Task<PipelineReport> ReplayAsync(IProgress<PipelineProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _runner.Settings is { RejectPath: null, StoresRejectsInTarget: false }
            ? throw new InvalidOperationException($"Pipeline '{Name}' stores no rejects that could be replayed: build it with WriteRejectsTo or WriteRejectsToTarget.")
            : RunAsync(isReplay: true, progress, cancellationToken);

    private async Task<PipelineReport> RunAsync(bool isReplay, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken)
    {
        var run = Begin(isReplay, progress, cancellationToken);
        try
        {
            return await run.RunAsync().ConfigureAwait(false);
        }
        finally
        {
            if (run.Work.IsCompleted)
            {
                await EndAsync(run).ConfigureAwait(false);
            }
            else
            {
                run.IsReported = true;
                _ = EndLaterAsync(run);
            }
        }
    }

    /// <summary>Looks at what the run that is under way is doing: where it is stuck, if it is. Safe to call from any thread at any time.</summary>
    /// <returns>
    /// What the run was doing at this moment; <see langword="null"/> when none is under way. A run that was abandoned is under way until its calls have returned.
    /// </returns>
    /// <remarks>It never waits for the run and never throws. It takes some microseconds and looks at each source once, so it can be called every second.</remarks>
    public PipelineSnapshot? GetSnapshot() => _run?.GetSnapshot();

    /// <summary>Looks whether the target can be reached, without a run and without changing anything. Safe to call from any thread at any time, also while a run goes on.</summary>
    /// <param name="cancellationToken">Passed to the loader, which ends when it heeds it.</param>
    /// <returns>Whether the target was reached; <see langword="false"/> when the loader can't say, because it is no <see cref="ITargetProbe"/>.</returns>
    /// <exception cref="Exception">The target can't be reached: what the loader throws.</exception>
    /// <remarks>It is asked on a thread of the pool, so that a driver that blocks doesn't hold up the caller.</remarks>
    public async Task<bool> ProbeTargetAsync(CancellationToken cancellationToken = default)
    {
        if (_runner.Probe is not { } probe)
        {
            return false;
        }

        await Task.Run(() => probe.ProbeAsync(cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Waits until no run is under way: the last one has ended, and every call that it has abandoned has returned. Safe to call from any thread at any time.</summary>
    /// <param name="cancellationToken">Ends the wait, not the run.</param>
    /// <returns>A task that ends when the pipeline is idle; at once when it is already. It doesn't say how the run ended.</returns>
    /// <remarks>Whoever owns what the pipeline uses, a database or a client, may dispose of it then, and not before.</remarks>
    public Task WaitUntilIdleAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    private PipelineRun Begin(bool isReplay, IProgress<PipelineProgress>? progress, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_run is { } other)
            {
                throw new InvalidOperationException(other.IsReported
                    ? $"Pipeline '{Name}' can't run: run {other.Id} has ended, but has not got back yet: {string.Join("; ", other.Unreturned)}. Make what was called honour its cancellation token, or restart the process."
                    : $"Pipeline '{Name}' is already running (run {other.Id}). Wait for that run, or build a second pipeline.");
            }

            var id = Guid.CreateVersion7(_runner.Settings.TimeProvider.GetUtcNow()).ToString("N");
            var run = _runner.Begin(id, isReplay, progress, cancellationToken);
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _run = run;
        }
    }

    /// <summary>Lets the next run begin once the calls that were abandoned have returned.</summary>
    private async Task EndLaterAsync(PipelineRun run)
    {
        await run.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Log.AbandonedCallEnded(_runner.Settings.Logger);
        await EndAsync(run).ConfigureAwait(false);
    }

    private async ValueTask EndAsync(PipelineRun run)
    {
        await run.DisposeAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _run = null;
            _idle.SetResult();
        }
    }
}

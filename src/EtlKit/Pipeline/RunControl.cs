using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Decides when a run stops and what stopped it. Safe for concurrent use.</summary>
/// <remarks>
/// There are three degrees. <see cref="Stop"/>: no further row is extracted, and what was extracted is loaded. <see cref="Abort"/>: nothing
/// more is handed over or loaded. <see cref="Abandoned"/>: the run no longer waits for calls that have not returned.
/// </remarks>
internal sealed class RunControl : IAsyncDisposable
{
    /// <summary>The part of the drain timeout after which loads are cancelled; the rest is theirs to return.</summary>
    private const double AbortAfter = 0.8;

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PipelineOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _cancellationToken;
    private readonly ILogger _logger;

    private readonly Lock _lock = new();
    private bool _stopping;
    private ITimer? _abortTimer;
    private ITimer? _abandonTimer;
    private RunFailure? _failure;

    public RunControl(PipelineOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _cancellationToken = cancellationToken;
        Stop = _stop.Token;
        Abort = _abort.Token;
        _registration = cancellationToken.UnsafeRegister(static state => ((RunControl)state!).BeginStop(), this);
    }

    public CancellationToken Stop { get; }

    public CancellationToken Abort { get; }

    /// <summary>Ends when the drain timeout of a stopping run has passed.</summary>
    public Task Abandoned => _abandoned.Task;

    public bool IsCancelled => _cancellationToken.IsCancellationRequested;

    /// <summary>The first failure; those that it set off don't count.</summary>
    public RunFailure? Failure => Volatile.Read(ref _failure);

    /// <summary>A source has failed. The others go on, unless the options say otherwise.</summary>
    public void FailSource(RunFailure failure)
    {
        _ = Interlocked.CompareExchange(ref _failure, failure, null);
        if (_options.FailFast)
        {
            BeginStop();
        }
    }

    /// <summary>The target or the engine has failed: nothing more can be loaded.</summary>
    public void Fail(RunFailure failure)
    {
        _ = Interlocked.CompareExchange(ref _failure, failure, null);
        BeginStop();
        BeginAbort();
    }

    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync().ConfigureAwait(false);
        ITimer? abortTimer, abandonTimer;
        lock (_lock)
        {
            // No timer is started after this.
            _stopping = true;
            (abortTimer, abandonTimer) = (_abortTimer, _abandonTimer);
        }

        if (abortTimer is not null)
        {
            await abortTimer.DisposeAsync().ConfigureAwait(false);
        }

        if (abandonTimer is not null)
        {
            await abandonTimer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void BeginStop()
    {
        lock (_lock)
        {
            if (_stopping)
            {
                return;
            }

            // The stop comes first: nothing that fails or comes in between may get ahead of it.
            _stopping = true;
            CancelInBackground(_stop);
            _abortTimer = _time.CreateTimer(
                static state => ((RunControl)state!).BeginAbort(), this, _options.DrainTimeout * AbortAfter, Timeout.InfiniteTimeSpan);
            _abandonTimer = _time.CreateTimer(
                static state => ((RunControl)state!)._abandoned.TrySetResult(), this, _options.DrainTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void BeginAbort() => CancelInBackground(_abort);

    // Callbacks that users' code has registered must not run on the thread that cancels, which may be a signal handler or the writer.
    private void CancelInBackground(CancellationTokenSource source) => _ = source.CancelAsync().ContinueWith(
        static (task, logger) => Log.CancellationCallbackFailed((ILogger)logger!, task.Exception!.InnerException!),
        _logger,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}

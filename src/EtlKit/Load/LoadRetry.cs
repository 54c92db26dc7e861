using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace EtlKit;

/// <summary>Makes calls of a loader again while they fail with transient errors, until the time for that is over. Used by one task at a time.</summary>
internal sealed class LoadRetry
{
    private readonly ResiliencePipeline _pipeline;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private long? _firstFailureAt;
    private int _retries;
    private volatile RetryAttempt? _current;

    public LoadRetry(PipelineOptions options, ErrorClassifier classifier, TimeProvider time, ILogger logger)
    {
        _time = time;
        _timeout = options.RetryTimeout;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => new ValueTask<bool>(
                    args.Outcome.Exception is { } exception and not OperationCanceledException
                    && classifier.Classify(exception) == ErrorKind.Transient
                    && IsTimeLeft()),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                OnRetry = args =>
                {
                    _ = Interlocked.Increment(ref _retries);
                    var now = time.GetTimestamp();
                    _current = new RetryAttempt(
                        args.AttemptNumber + 1, args.Outcome.Exception!.GetType().Name, _firstFailureAt ?? now, now, args.RetryDelay);
                    Log.LoadRetried(logger, args.AttemptNumber + 1, args.RetryDelay.TotalSeconds, args.Outcome.Exception!);
                    return default;
                },
            })
            .Build();
    }

    /// <summary>How often a call was made again. Safe to read from anywhere.</summary>
    public int Retries => Volatile.Read(ref _retries);

    /// <summary>How the call that is under way is made again; null when it has not failed. Safe to read from anywhere.</summary>
    public RetryAttempt? Current => _current;

    public async ValueTask<TResult> RunAsync<TResult, TState>(
        Func<TState, CancellationToken, ValueTask<TResult>> call, TState state, CancellationToken cancellationToken)
    {
        _firstFailureAt = null;
        try
        {
            return await _pipeline.ExecuteAsync(
                static (args, token) =>
                {
                    args.Retry.BeginAttempt();
                    return args.Call(args.State, token);
                },
                (Retry: this, Call: call, State: state),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _current = null;
        }
    }

    private void BeginAttempt()
    {
        if (_current is { } retry)
        {
            _current = retry with { IsUnderWay = true };
        }
    }

    private bool IsTimeLeft()
    {
        _firstFailureAt ??= _time.GetTimestamp();
        return _time.GetElapsedTime(_firstFailureAt.Value) < _timeout;
    }
}

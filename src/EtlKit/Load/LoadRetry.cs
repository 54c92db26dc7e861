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
                    Log.LoadRetried(logger, args.AttemptNumber + 1, args.RetryDelay.TotalSeconds, args.Outcome.Exception!);
                    return default;
                },
            })
            .Build();
    }

    /// <summary>How often a call was made again. Safe to read from anywhere.</summary>
    public int Retries => Volatile.Read(ref _retries);

    public ValueTask<TResult> RunAsync<TResult, TState>(
        Func<TState, CancellationToken, ValueTask<TResult>> call, TState state, CancellationToken cancellationToken)
    {
        _firstFailureAt = null;
        return _pipeline.ExecuteAsync(
            static (args, token) => args.call(args.state, token), (call, state), cancellationToken);
    }

    private bool IsTimeLeft()
    {
        _firstFailureAt ??= _time.GetTimestamp();
        return _time.GetElapsedTime(_firstFailureAt.Value) < _timeout;
    }
}

using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace EtlKit;

/// <summary>Makes calls of a loader again while they fail with transient errors, until the time for that is over. Used by one task at a time.</summary>
internal sealed class LoadRetry
{
    /// <summary>A doubling delay passes every limit long before.</summary>
    private const int MaxDoublings = 40;

    /// <summary>The part of a delay that is left to chance, so that those who wait for one lock don't all come back at once.</summary>
    private const double Jitter = 0.5;

    /// <summary>Timers don't wait for less.</summary>
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(1);

    private readonly ResiliencePipeline _pipeline;
    private readonly TimeProvider _time;
    private readonly PipelineOptions _options;
    private readonly ErrorClassifier _classifier;
    private readonly ILogger _logger;
    private long? _firstFailureAt;
    private TimeSpan _timeLeft;
    private int _attempts;
    private int _retries;
    private volatile RetryAttempt? _current;

    // The call that was given up, for whoever reports its failure.
    private volatile Exhausted? _exhausted;

    public LoadRetry(PipelineOptions options, ErrorClassifier classifier, Action<RetryAttempt, Exception> retried, TimeProvider time, ILogger logger)
    {
        _options = options;
        _classifier = classifier;
        _time = time;
        _logger = logger;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => new ValueTask<bool>(args.Outcome.Exception is { } exception && MayTryAgain(exception)),
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = args => new ValueTask<TimeSpan?>(DelayBefore(args.AttemptNumber)),
                OnRetry = args =>
                {
                    _ = Interlocked.Increment(ref _retries);
                    var now = time.GetTimestamp();
                    var exception = args.Outcome.Exception!;
                    var attempt = new RetryAttempt(args.AttemptNumber + 1, exception.GetType().Name, _firstFailureAt ?? now, now, args.RetryDelay);
                    _current = attempt;
                    Log.LoadRetried(_logger, attempt.Number, attempt.Delay.TotalSeconds, exception);
                    retried(attempt, exception);
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
        _attempts = 0;
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

    /// <summary>Says how often and how long a call was tried that was given up; null when this error didn't end for want of time. Safe to call from anywhere.</summary>
    public string? DescribeTries(Exception exception) => _exhausted is not { } exhausted || (exhausted.Error != exception && exhausted.Error != exception.InnerException) ? null
        : exhausted.Attempts == 1 ? $"not tried again, because {nameof(PipelineOptions.RetryTimeout)} is zero"
        : FormattableString.Invariant(
            $"tried {exhausted.Attempts} times in {exhausted.Time.TotalSeconds:0.#} s, as long as {nameof(PipelineOptions.RetryTimeout)} allows");

    private void BeginAttempt()
    {
        if (_current is { } retry)
        {
            _current = retry with { IsUnderWay = true };
        }
    }

    private bool MayTryAgain(Exception exception)
    {
        if (exception is OperationCanceledException || _classifier.Classify(exception) != ErrorKind.Transient)
        {
            return false;
        }

        _attempts++;
        var now = _time.GetTimestamp();
        _firstFailureAt ??= now;
        var elapsed = _time.GetElapsedTime(_firstFailureAt.Value, now);
        _timeLeft = _options.RetryTimeout - elapsed;
        if (_timeLeft >= ShortestDelay)
        {
            return true;
        }

        _exhausted = new Exhausted(exception, _attempts, elapsed);
        return false;
    }

    /// <summary>The delay before a retry: no retry begins after the deadline.</summary>
    private TimeSpan DelayBefore(int retry)
    {
        var full = Math.Min(_options.RetryDelay.TotalMilliseconds * Math.Pow(2, Math.Min(retry, MaxDoublings)), _options.MaxRetryDelay.TotalMilliseconds);
        var delay = TimeSpan.FromMilliseconds(full * (1 - (Jitter * Random.Shared.NextDouble())));
        return delay < _timeLeft ? delay : _timeLeft;
    }

    private sealed record Exhausted(Exception Error, int Attempts, TimeSpan Time);
}

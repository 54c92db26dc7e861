using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace EtlKit;

/// <summary>Makes calls of a loader again while they fail with transient errors, until the time for that is over. Used by one task at a time.</summary>
internal sealed class LoadRetry(
    PipelineOptions options, ErrorClassifier classifier, Action<RetryAttempt, Exception> retried, TimeProvider time, ILogger logger)
{
    /// <summary>A doubling delay passes every limit long before.</summary>
    private const int MaxDoublings = 40;

    /// <summary>The part of a delay that is left to chance, so that those who wait for one lock don't all come back at once.</summary>
    private const double Jitter = 0.5;

    /// <summary>Timers don't wait for less.</summary>
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(1);

    private ResiliencePipeline? _pipeline;

    // The failure of the first attempt, about which MayTryAgain was asked already.
    private Exception? _decided;
    private long? _firstFailureAt;
    private TimeSpan _timeLeft;
    private int _attempts;
    private int _retries;
    private volatile RetryAttempt? _current;

    // The call that was given up, for whoever reports its failure.
    private volatile Exhausted? _exhausted;

    /// <summary>How often a call was made again. Safe to read from anywhere.</summary>
    public int Retries => Volatile.Read(ref _retries);

    /// <summary>How the call that is under way is made again; null when it has not failed. Safe to read from anywhere.</summary>
    public RetryAttempt? Current => _current;

    public async ValueTask<TResult> RunAsync<TResult, TState>(
        Func<TState, CancellationToken, ValueTask<TResult>> call, TState state, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _firstFailureAt = null;
        _attempts = 0;
        Exception failure;
        try
        {
            return await call(state, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (!MayTryAgain(exception))
            {
                throw;
            }

            failure = exception;
        }

        return await TryAgainAsync(failure, call, state, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says how often and how long a call was tried that was given up; null when this error didn't end for want of time. Safe to call from anywhere.</summary>
    public string? DescribeTries(Exception exception) => _exhausted is not { } exhausted || (exhausted.Error != exception && exhausted.Error != exception.InnerException) ? null
        : exhausted.Attempts == 1 ? $"not tried again, because {nameof(PipelineOptions.RetryTimeout)} is zero"
        : FormattableString.Invariant(
            $"tried {exhausted.Attempts} times in {exhausted.Time.TotalSeconds:0.#} s, as long as {nameof(PipelineOptions.RetryTimeout)} allows");

    /// <summary>
    /// Goes on after a first failure that may be tried again. Apart from the first attempt, because loading Polly takes as long as several batches, and most runs never
    /// need it.
    /// </summary>
    private async ValueTask<TResult> TryAgainAsync<TResult, TState>(
        Exception failure, Func<TState, CancellationToken, ValueTask<TResult>> call, TState state, CancellationToken cancellationToken)
    {
        try
        {
            if (cancellationToken.IsCancellationRequested)
            {
                // Polly wouldn't even look at the failure, and nobody would hear of it.
                Note(failure, attempt: 0, DelayBefore(0));
                cancellationToken.ThrowIfCancellationRequested();
            }

            _pipeline ??= MakePipeline();
            _decided = failure;
            return await _pipeline.ExecuteAsync(
                static (args, token) => args.Retry.BeginAttempt() ? args.Call(args.State, token) : ValueTask.FromException<TResult>(args.Failure),
                (Retry: this, Failure: failure, Call: call, State: state),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _current = null;
            _decided = null;
        }
    }

    private ResiliencePipeline MakePipeline() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = args => new ValueTask<bool>(args.Outcome.Exception is { } exception && (exception == _decided || MayTryAgain(exception))),
            MaxRetryAttempts = int.MaxValue,
            DelayGenerator = args => new ValueTask<TimeSpan?>(DelayBefore(args.AttemptNumber)),
            OnRetry = args =>
            {
                Note(args.Outcome.Exception!, args.AttemptNumber, args.RetryDelay);
                return default;
            },
        })
        .Build();

    /// <summary>Tells that a call is made again after a delay.</summary>
    private void Note(Exception failure, int attempt, TimeSpan delay)
    {
        _ = Interlocked.Increment(ref _retries);
        _decided = null;
        var now = time.GetTimestamp();
        var retry = new RetryAttempt(attempt + 1, failure.GetType().Name, _firstFailureAt ?? now, now, delay);
        _current = retry;
        Log.LoadRetried(logger, retry.Number, retry.Delay.TotalSeconds, failure);
        retried(retry, failure);
    }

    /// <summary>Whether a call is to be made; the first attempt of all was made before, and has failed.</summary>
    private bool BeginAttempt()
    {
        if (_current is not { } retry)
        {
            return false;
        }

        _current = retry with { IsUnderWay = true };
        return true;
    }

    private bool MayTryAgain(Exception exception)
    {
        if (exception is OperationCanceledException || classifier.Classify(exception) != ErrorKind.Transient)
        {
            return false;
        }

        _attempts++;
        var now = time.GetTimestamp();
        _firstFailureAt ??= now;
        var elapsed = time.GetElapsedTime(_firstFailureAt.Value, now);
        _timeLeft = options.RetryTimeout - elapsed;
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
        var full = Math.Min(options.RetryDelay.TotalMilliseconds * Math.Pow(2, Math.Min(retry, MaxDoublings)), options.MaxRetryDelay.TotalMilliseconds);
        var delay = TimeSpan.FromMilliseconds(full * (1 - (Jitter * Random.Shared.NextDouble())));
        return delay < _timeLeft ? delay : _timeLeft;
    }

    private sealed record Exhausted(Exception Error, int Attempts, TimeSpan Time);
}

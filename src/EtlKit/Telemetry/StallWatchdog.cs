using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Logs where a run is stuck when it has made no progress for some time, again each time that this has doubled, and that it goes on when it does.</summary>
/// <remarks>Its timer samples the run even when it has nothing to log, so that a snapshot can tell since when nothing has changed.</remarks>
internal sealed class StallWatchdog(
    TimeSpan timeout, RunSampler sampler, Func<PipelineSnapshot> takeSnapshot, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(10);

    // Of a short timeout, so much is the longest time by which a stall is noticed late.
    private const int SamplesInTimeout = 8;

    private ExecutionContext? _context;
    private ITimer? _timer;
    private volatile bool _ended;
    private int _isChecking;

    // Used by whoever checks.
    private long _timeouts = 1;
    private long? _stalledSince;

    private bool IsOn => timeout != Timeout.InfiniteTimeSpan;

    // The time without progress at which the next message is due.
    private TimeSpan Next => timeout * _timeouts;

    /// <summary>Begins. Messages will have the scopes of the caller.</summary>
    public void Start()
    {
        _context = ExecutionContext.Capture();
        var interval = IsOn ? TimeSpan.FromTicks(Math.Clamp(timeout.Ticks / SamplesInTimeout, MinInterval.Ticks, MaxInterval.Ticks)) : MaxInterval;
        _timer = time.CreateTimer(static state => ((StallWatchdog)state!).Tick(), this, interval, interval);
    }

    /// <summary>Ends. A message on its way is not waited for.</summary>
    public void Stop()
    {
        _timer?.Dispose();
        Check();
        _ended = true;
    }

    private void Tick()
    {
        if (_context is null)
        {
            Check();
        }
        else
        {
            ExecutionContext.Run(_context, static state => ((StallWatchdog)state!).Check(), this);
        }
    }

    private void Check()
    {
        var isMine = false;
        try
        {
            // A logger that is slow doesn't keep the run from being looked at, but must not get a second message meanwhile.
            var sample = sampler.Take();
            isMine = IsOn && !_ended && Interlocked.Exchange(ref _isChecking, 1) == 0;
            if (isMine)
            {
                Tell(sample);
            }
        }
        catch (Exception exception)
        {
            // An exception in a timer would end the process.
            Log.WatchdogFailed(logger, exception);
        }
        finally
        {
            if (isMine)
            {
                Volatile.Write(ref _isChecking, 0);
            }
        }
    }

    private void Tell(RunSample sample)
    {
        if (_stalledSince is { } since && since != sample.ProgressAt)
        {
            _stalledSince = null;
            _timeouts = 1;
            Log.RunGoesOn(logger, time.GetElapsedTime(since, sample.ProgressAt).TotalSeconds);
        }

        if (time.GetElapsedTime(sample.ProgressAt, sample.At) >= Next)
        {
            Warn(sample.ProgressAt);
        }
    }

    private void Warn(long since)
    {
        var snapshot = takeSnapshot();
        if (snapshot.TimeWithoutProgress < Next)
        {
            return;
        }

        _stalledSince = since;
        while (Next <= snapshot.TimeWithoutProgress)
        {
            _timeouts *= 2;
        }

        Log.RunStalled(logger, snapshot.TimeWithoutProgress.TotalSeconds, snapshot.WaitsFor, snapshot);
    }
}

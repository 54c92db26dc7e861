using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace EtlKit;

/// <summary>Keeps the exceptions of those who listen to metrics and traces away from the run. Safe for concurrent use.</summary>
/// <remarks>The first exception of a pipeline is logged, and the others are dropped: there may be one at every batch.</remarks>
internal sealed class TelemetryGuard(ILogger logger)
{
    private int _told;

    public void Add<T>(Counter<T> counter, T delta, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            counter.Add(delta, tags);
        }
        catch (Exception exception)
        {
            Tell(exception);
        }
    }

    public void Record<T>(Histogram<T> histogram, T value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            histogram.Record(value, tags);
        }
        catch (Exception exception)
        {
            Tell(exception);
        }
    }

    /// <summary>Calls those who listen to traces.</summary>
    /// <returns>What the call returned; the default when a listener has thrown.</returns>
    public TResult? Call<TState, TResult>(Func<TState, TResult?> call, TState state)
    {
        try
        {
            return call(state);
        }
        catch (Exception exception)
        {
            Tell(exception);
            return default;
        }
    }

    private void Tell(Exception exception)
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            Log.TelemetryFailed(logger, exception);
        }
    }
}

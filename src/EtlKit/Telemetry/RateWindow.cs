namespace EtlKit;

/// <summary>Tells how fast something has gone of late, by what it had come to at some moments. Used by one task at a time.</summary>
internal sealed class RateWindow
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>Over a shorter time, a rate says more about when it was looked at.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly Queue<(TimeSpan At, long Rows, long Bytes)> _seen = [];

    /// <param name="begunAt">When nothing was there yet.</param>
    public RateWindow(TimeSpan begunAt = default) => _seen.Enqueue((begunAt, 0, 0));

    /// <summary>Notes what it has come to.</summary>
    /// <returns>The rates a second since the beginning of the window; null where that is too short a time ago.</returns>
    public (double Rows, double Bytes)? Note(TimeSpan at, long rows, long bytes)
    {
        _seen.Enqueue((at, rows, bytes));

        // The last one before the window stays: where looks are rarer than the window is long, it is all there is.
        while (_seen.Skip(1).First() is var second && at - second.At >= Window)
        {
            _ = _seen.Dequeue();
        }

        var first = _seen.Peek();
        var time = at - first.At;
        return time < Shortest ? null : ((rows - first.Rows) / time.TotalSeconds, (bytes - first.Bytes) / time.TotalSeconds);
    }
}

namespace EtlKit;

/// <summary>
/// Decides whose chunks may enter the channel: the source that was begun first may always, the others only while the writer runs short of rows.
/// </summary>
/// <remarks>
/// <para>
/// So a writer that is the bottleneck gets its rows from one source after the other, as if there were one producer; and one that isn't gets them from all. That
/// matters to a target with an index: rows of several sources mixed mean that several ranges of keys grow at once, which costs SQLite about a quarter of its speed.
/// </para>
/// <para>Producers and the writer use it concurrently.</para>
/// </remarks>
internal sealed class Turns(int shortOf)
{
    private readonly Lock _lock = new();
    private readonly SortedSet<int> _active = [];

    // Changed under the lock, read without it: a turn that is seen too late is seen at the next signal.
    private volatile int _first = int.MaxValue;
    private int _waiting;
    private TaskCompletionSource _signal = NewSignal();

    /// <summary>A source begins.</summary>
    public void Begin(int source)
    {
        lock (_lock)
        {
            _ = _active.Add(source);
            _first = _active.Min;
        }
    }

    /// <summary>A source has ended; it is the next one's turn.</summary>
    public void End(int source)
    {
        lock (_lock)
        {
            _ = _active.Remove(source);
            _first = _active.Count > 0 ? _active.Min : int.MaxValue;
        }

        Signal();
    }

    /// <summary>Whether a source may hand over a chunk now.</summary>
    /// <param name="source">The number of the source.</param>
    /// <param name="waiting">How many chunks wait in the channel.</param>
    public bool IsTurnOf(int source, int waiting) => source <= _first || waiting < shortOf;

    /// <summary>The writer has taken a chunk.</summary>
    /// <param name="waiting">How many chunks still wait in the channel.</param>
    public void Taken(int waiting)
    {
        if (waiting < shortOf && Volatile.Read(ref _waiting) > 0)
        {
            Signal();
        }
    }

    /// <summary>Waits until it is a source's turn.</summary>
    /// <param name="source">The number of the source.</param>
    /// <param name="waiting">Looks how many chunks wait in the channel.</param>
    /// <param name="abort">Ends the wait.</param>
    public async ValueTask WaitAsync(int source, Func<int> waiting, CancellationToken abort)
    {
        _ = Interlocked.Increment(ref _waiting);
        try
        {
            while (true)
            {
                // The signal first, then the look: what changes in between is not missed.
                var signal = Volatile.Read(ref _signal).Task;
                if (IsTurnOf(source, waiting()))
                {
                    return;
                }

                await signal.WaitAsync(abort).ConfigureAwait(false);
            }
        }
        finally
        {
            _ = Interlocked.Decrement(ref _waiting);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal() => Interlocked.Exchange(ref _signal, NewSignal()).SetResult();
}

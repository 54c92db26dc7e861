namespace EtlKit;

/// <summary>Names the call of the loader that is under way, so that one that never returns can be named.</summary>
/// <remarks>Set by the task that calls the loader, read by everyone.</remarks>
internal sealed class LoaderCall(TimeProvider time)
{
    private volatile UnderWay? _underWay;
    private long _turns;

    /// <summary>The call that is under way; null when there is none.</summary>
    public string? Current => _underWay?.Name;

    /// <summary>The call that is under way, what it is for, and the timestamp of when it began.</summary>
    public UnderWay? Look() => _underWay;

    /// <summary>How many calls have begun, and how many have ended, together. Those for the run lock don't count: they are made while nothing moves.</summary>
    public long Turns => Volatile.Read(ref _turns);

    /// <summary>Begins a call, which ends when the result is disposed.</summary>
    /// <param name="name">What the call does, in words.</param>
    /// <param name="state">The state of the writer meanwhile.</param>
    public Scope Begin(string name, WriterState state = WriterState.CallingLoader)
    {
        _underWay = new UnderWay(name, state, time.GetTimestamp());
        NoteTurn(state);
        return new Scope(this, state);
    }

    private void NoteTurn(WriterState state)
    {
        if (state != WriterState.Locking)
        {
            Volatile.Write(ref _turns, _turns + 1);
        }
    }

    public sealed record UnderWay(string Name, WriterState State, long Since);

    public readonly struct Scope(LoaderCall call, WriterState state) : IDisposable
    {
        public void Dispose()
        {
            call._underWay = null;
            call.NoteTurn(state);
        }
    }
}

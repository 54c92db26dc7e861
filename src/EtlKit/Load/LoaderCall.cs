namespace EtlKit;

/// <summary>Names the call of the loader that is under way, so that one that never returns can be named.</summary>
/// <remarks>Set by the task that calls the loader, read by everyone.</remarks>
internal sealed class LoaderCall(TimeProvider time)
{
    private volatile UnderWay? _underWay;
    private long _count;

    /// <summary>The call that is under way; null when there is none.</summary>
    public string? Current => _underWay?.Name;

    /// <summary>The call that is under way, what it is for, and the timestamp of when it began.</summary>
    public UnderWay? Look() => _underWay;

    /// <summary>How many calls have begun, and how many have ended, together.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Begins a call, which ends when the result is disposed.</summary>
    /// <param name="name">What the call does, in words.</param>
    /// <param name="state">The state of the writer meanwhile.</param>
    public Scope Begin(string name, WriterState state = WriterState.CallingLoader)
    {
        _underWay = new UnderWay(name, state, time.GetTimestamp());
        _count++;
        return new Scope(this);
    }

    public sealed record UnderWay(string Name, WriterState State, long Since);

    public readonly struct Scope(LoaderCall call) : IDisposable
    {
        public void Dispose()
        {
            call._underWay = null;
            call._count++;
        }
    }
}

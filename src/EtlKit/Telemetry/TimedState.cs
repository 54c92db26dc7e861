using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>What somebody is doing, and since when: both in one word, so that a reader gets what belongs together, and writing costs no lock and no object.</summary>
/// <remarks>Written by its owner alone, read by everyone.</remarks>
internal sealed class TimedState<TState>(TimeProvider time, TState state)
    where TState : unmanaged, Enum
{
    // What is left for the time is 9 years, where the clock counts nanoseconds.
    private const int StateBits = 5;
    private const long StateMask = (1 << StateBits) - 1;

    private readonly long _origin = time.GetTimestamp();
    private long _word = CodeOf(state);

    /// <summary>Begins a state.</summary>
    public void Set(TState state) => Volatile.Write(ref _word, ((time.GetTimestamp() - _origin) << StateBits) | CodeOf(state));

    /// <summary>Goes to a state in which nothing waits, and which is entered so often that looking at the clock would cost too much.</summary>
    public void SetWithoutTime(TState state) => Volatile.Write(ref _word, (_word & ~StateMask) | CodeOf(state));

    /// <summary>Begins a state that ends when the result is disposed; then the one before goes on.</summary>
    public Scope Enter(TState state)
    {
        var before = _word;
        Set(state);
        return new Scope(this, before);
    }

    /// <summary>As <see cref="Enter"/>, for a state as in <see cref="SetWithoutTime"/>.</summary>
    public Scope EnterWithoutTime(TState state)
    {
        var before = _word;
        SetWithoutTime(state);
        return new Scope(this, before);
    }

    /// <summary>The state, and the timestamp of when it began.</summary>
    public (TState State, long Since) Look()
    {
        var word = Volatile.Read(ref _word);
        return (Unsafe.BitCast<int, TState>((int)(word & StateMask)), _origin + (word >> StateBits));
    }

    private static long CodeOf(TState state) => Unsafe.BitCast<TState, int>(state);

    public readonly struct Scope(TimedState<TState> state, long before) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref state._word, before);
    }
}

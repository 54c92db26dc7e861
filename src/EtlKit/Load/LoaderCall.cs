namespace EtlKit;

/// <summary>Names the call of the loader that is under way, so that one that never returns can be named.</summary>
/// <remarks>Set by the task that calls the loader, read by everyone.</remarks>
internal sealed class LoaderCall
{
    private volatile string? _current;

    /// <summary>The call that is under way; null when there is none.</summary>
    public string? Current => _current;

    public Scope Begin(string name)
    {
        _current = name;
        return new Scope(this);
    }

    public readonly struct Scope(LoaderCall call) : IDisposable
    {
        public void Dispose() => call._current = null;
    }
}

namespace EtlKit;

/// <summary>How many bytes of a source were read, and how many it has. Written by its producer, read by everyone.</summary>
internal sealed class SourceBytes
{
    private const long Unknown = -1;

    // Held while the source is open, and no longer: it has buffers.
    private volatile ISizedSource? _open;
    private Exception? _failure;
    private long _read;
    private long _length = Unknown;
    private long _passedOver;

    /// <summary>Why the source could not tell; null when it could.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>The source is opened.</summary>
    /// <param name="source">Tells its bytes; null when it can't.</param>
    /// <param name="start">Where it begins.</param>
    public void Open(ISizedSource? source, SourcePosition start)
    {
        if (source is not null)
        {
            // What an earlier run has read is passed over by seeking, and not read again.
            Volatile.Write(ref _passedOver, Math.Max(0, start.Bytes));
            _open = source;
        }
    }

    /// <summary>The source is not read, because nothing in it has changed.</summary>
    public void PassOver(long length)
    {
        Volatile.Write(ref _read, length);
        Volatile.Write(ref _length, length);
        Volatile.Write(ref _passedOver, length);
    }

    /// <summary>The source has ended.</summary>
    public void Close()
    {
        var last = Look();
        Volatile.Write(ref _read, last.Read);
        Volatile.Write(ref _length, last.Length ?? Unknown);
        _open = null;
    }

    /// <summary>Looks at the source. Safe from anywhere.</summary>
    public ByteCount Look()
    {
        var (read, length, passedOver) = (Volatile.Read(ref _read), Volatile.Read(ref _length), Volatile.Read(ref _passedOver));
        if (_open is { } source && Failure is null)
        {
            try
            {
                (read, length) = (source.BytesRead, source.Length ?? Unknown);
            }
            catch (Exception exception)
            {
                // Logged when the source ends: whoever looks has other things to do.
                _ = Interlocked.CompareExchange(ref _failure, exception, null);
            }
        }

        read = Math.Max(read, passedOver);
        return new ByteCount(read, passedOver, length == Unknown ? null : Math.Max(read, length));
    }
}

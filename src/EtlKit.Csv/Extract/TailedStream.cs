namespace EtlKit.Csv;

/// <summary>A stream, which it owns, and after it some bytes.</summary>
internal sealed class TailedStream(Stream stream, ReadOnlyMemory<byte> tail) : ForwardStream
{
    private ReadOnlyMemory<byte> _tail = tail;
    private bool _streamEnded;

    /// <summary>Gets whether the stream had no bytes at all.</summary>
    public bool WasEmpty { get; private set; } = true;

    public override int Read(Span<byte> buffer)
    {
        if (!_streamEnded && Keep(stream.Read(buffer)) is > 0 and var count)
        {
            return count;
        }

        return TakeTail(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_streamEnded && Keep(await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) is > 0 and var count)
        {
            return count;
        }

        return TakeTail(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Keep(int count)
    {
        _streamEnded = count == 0;
        WasEmpty &= count == 0;
        return count;
    }

    private int TakeTail(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _tail.Length);
        _tail.Span[..count].CopyTo(buffer);
        _tail = _tail[count..];
        return count;
    }
}

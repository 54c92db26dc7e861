namespace EtlKit.Csv;

/// <summary>A stream, which it owns, that stops giving bytes when a run is to stop: the reader passes over blank lines and comments without ending a step.</summary>
internal sealed class CancellableStream(Stream stream, CancellationToken stop) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        stop.ThrowIfCancellationRequested();
        return stream.Read(buffer);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        stop.ThrowIfCancellationRequested();
        return stream.ReadAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }
}

namespace EtlKit.Csv;

/// <summary>A stream, which it owns, that tells a meter how far it is read.</summary>
internal sealed class MeteredStream : Stream
{
    private readonly Stream _stream;
    private readonly CsvMeter _meter;
    private readonly long _origin;

    public MeteredStream(Stream stream, CsvMeter meter)
    {
        _stream = stream;
        _meter = meter;
        if (stream.CanSeek)
        {
            _origin = stream.Position;
            meter.Length = stream.Length - _origin;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => _stream.CanSeek;

    public override bool CanWrite => false;

    public override long Length => _stream.Length;

    public override long Position
    {
        get => _stream.Position;
        set
        {
            _stream.Position = value;
            _meter.Position = value - _origin;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => Count(_stream.Read(buffer));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = _stream.Seek(offset, origin);
        _meter.Position = position - _origin;
        return position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read)
    {
        _meter.Position += read;
        return read;
    }
}

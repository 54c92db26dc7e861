using System.IO.Compression;

namespace EtlKit.Csv;

/// <summary>Decompresses gzip, and throws when it is truncated: <see cref="GZipStream"/> ends in silence then, as if the data were complete.</summary>
/// <remarks>
/// A member of its own is put after the last one of the source. Only when all that comes before is complete does the decompressor arrive there
/// and give the mark that is in it, which is held back.
/// </remarks>
internal sealed class GzipInput : ForwardStream
{
    private const int BufferSize = 64 * 1024;

    private static readonly byte[] Mark = [0xC5, 0x0E, 0xA7, 0x71, 0x9B, 0x3D, 0xE2, 0x58, 0x04, 0xF6, 0x8C, 0x23, 0xB9, 0x6A, 0xDF, 0x10];
    private static readonly byte[] MarkMember = Compress(Mark);

    private readonly byte[] _buffer = new byte[BufferSize + Mark.Length];
    private readonly TailedStream _source;
    private readonly GZipStream _gzip;
    private int _start;
    private int _end;
    private bool _ended;

    public GzipInput(Stream source)
    {
        _source = new TailedStream(source, MarkMember);
        _gzip = new GZipStream(_source, CompressionMode.Decompress);
    }

    private int Ready => _end - _start - Mark.Length;

    public override int Read(Span<byte> buffer)
    {
        while (Ready <= 0 && !_ended)
        {
            try
            {
                Filled(_gzip.Read(MakeRoom().Span));
            }
            catch (InvalidDataException exception)
            {
                throw Damaged(exception);
            }
        }

        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (Ready <= 0 && !_ended)
        {
            try
            {
                Filled(await _gzip.ReadAsync(MakeRoom(), cancellationToken).ConfigureAwait(false));
            }
            catch (InvalidDataException exception)
            {
                throw Damaged(exception);
            }
        }

        return Take(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static InvalidDataException Damaged(InvalidDataException cause) => new("The gzip data are damaged: fetch the file again, or set Compression to None if it isn't gzip.", cause);

    private static byte[] Compress(byte[] data)
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest))
        {
            gzip.Write(data);
        }

        return member.ToArray();
    }

    private Memory<byte> MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        return _buffer.AsMemory(_end);
    }

    private void Filled(int count)
    {
        _end += count;
        _ended = count == 0;
    }

    private int Take(Span<byte> buffer)
    {
        if (Ready > 0)
        {
            var count = Math.Min(Ready, buffer.Length);
            _buffer.AsSpan(_start, count).CopyTo(buffer);
            _start += count;
            return count;
        }

        return !_source.WasEmpty && _buffer.AsSpan(_start, _end - _start).SequenceEqual(Mark)
            ? 0
            : throw new InvalidDataException("The gzip data end too early, or something that is not gzip follows them.");
    }
}

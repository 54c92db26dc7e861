using System.Buffers;

namespace EtlKit;

/// <summary>Reads single lines of a file that others may append to.</summary>
internal sealed class LineFile(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private long _start;
    private int _length;

    /// <summary>The place after the line that was read last.</summary>
    public long Position { get; private set; }

    /// <summary>Reads the line at a place, which must be followed by a line break; null at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(long place, CancellationToken cancellationToken)
    {
        var begin = place - _start;
        if (begin < 0 || begin > _length)
        {
            (_start, _length, begin) = (place, 0, 0);
        }

        var searched = 0;
        while (true)
        {
            var line = _buffer.AsMemory((int)begin, _length - (int)begin);
            var end = line.Span[searched..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                Position = place + searched + end + 1;
                return line[..(searched + end)];
            }

            searched = line.Length;
            MakeRoom((int)begin);
            (_start, begin) = (place, 0);
            _file.Position = _start + _length;
            var read = await _file.ReadAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            _length += read;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _file.Dispose();
    }

    private void MakeRoom(int begin)
    {
        _length -= begin;
        var buffer = _length < _buffer.Length / 2 ? _buffer : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Buffer.BlockCopy(_buffer, begin, buffer, 0, _length);
        if (buffer != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = buffer;
        }
    }
}

using System.Text;

namespace EtlKit;

/// <summary>
/// Where texts are put one behind the other. Each thread has one block that it fills; what was written in it isn't written again. A block that is full is left to those
/// who have texts in it.
/// </summary>
internal sealed class Utf8TextBlock
{
    /// <summary>Holds the texts of about a hundred rows. A text that is left over when a step has dropped all others holds no more than this.</summary>
    public const int Bytes = 4 * 1024;

    /// <summary>Longer texts get an array of their own: the rest of a block that one doesn't fit in is lost.</summary>
    public const int LongestBytes = Bytes / 8;

    private const int MaxBytesPerChar = 3;

    [ThreadStatic]
    private static Utf8TextBlock? _ofThread;

    private byte[] _bytes = [];
    private int _used;

    public static Utf8Text Add(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return default;
        }

        if (utf8.Length > LongestBytes)
        {
            return new(utf8.ToArray(), 0, utf8.Length);
        }

        var block = WithRoomFor(utf8.Length);
        utf8.CopyTo(block._bytes.AsSpan(block._used));
        return block.Take(utf8.Length);
    }

    public static Utf8Text Add(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return default;
        }

        if (text.Length > LongestBytes / MaxBytesPerChar)
        {
            var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
            return new(bytes, 0, Encoding.UTF8.GetBytes(text, bytes));
        }

        var block = WithRoomFor(text.Length * MaxBytesPerChar);
        return block.Take(Encoding.UTF8.GetBytes(text, block._bytes.AsSpan(block._used)));
    }

    private static Utf8TextBlock WithRoomFor(int bytes)
    {
        var block = _ofThread ??= new();
        if (bytes > block._bytes.Length - block._used)
        {
            // In this order: when there is no memory left, the old bytes stay as full as they are.
            block._bytes = GC.AllocateUninitializedArray<byte>(Bytes);
            block._used = 0;
        }

        return block;
    }

    private Utf8Text Take(int length)
    {
        var text = new Utf8Text(_bytes, _used, length);
        _used += length;
        return text;
    }
}

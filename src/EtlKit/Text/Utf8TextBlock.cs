using System.Text;

namespace EtlKit;

/// <summary>
/// Where texts are put one behind the other. Each thread has one block that it fills; what was written in it isn't written again. A block that is full is left to those
/// who have texts in it.
/// </summary>
internal static class Utf8TextBlock
{
    /// <summary>Holds the texts of about a hundred rows. A text that is left over when a step has dropped all others holds no more than this.</summary>
    public const int Bytes = 4 * 1024;

    /// <summary>Longer texts get an array of their own: the rest of a block that one doesn't fit in is lost.</summary>
    public const int LongestBytes = Bytes / 8;

    private const int MaxBytesPerChar = 3;

    [ThreadStatic]
    private static byte[]? _block;

    [ThreadStatic]
    private static int _used;

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

        var block = BlockFor(utf8.Length);
        var start = _used;
        utf8.CopyTo(block.AsSpan(start));
        _used = start + utf8.Length;
        return new(block, start, utf8.Length);
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

        var block = BlockFor(text.Length * MaxBytesPerChar);
        var start = _used;
        var length = Encoding.UTF8.GetBytes(text, block.AsSpan(start));
        _used = start + length;
        return new(block, start, length);
    }

    private static byte[] BlockFor(int bytes)
    {
        if (_block is { } block && bytes <= block.Length - _used)
        {
            return block;
        }

        // In this order: when there is no memory left, the old block stays as full as it is.
        _block = GC.AllocateUninitializedArray<byte>(Bytes);
        _used = 0;
        return _block;
    }
}

using System.Security.Cryptography;

namespace EtlKit.Csv;

/// <summary>Takes the fingerprint of a seekable source with a few reads, however long it is.</summary>
internal static class CsvFingerprint
{
    public const int BlockSize = 4096;

    // Room for the line break that tells whether a record still ends at the position.
    private const int MaxLineBreak = 2;

    /// <summary>
    /// Hashes the first and the last block of what lies before a position, or of the whole source where the bytes before the position aren't known.
    /// </summary>
    /// <returns>Null when the source is shorter than the position, or no record ends there any more.</returns>
    public static SourceFingerprint? Take(Stream stream, DateTimeOffset? modifiedAt, SourcePosition position)
    {
        var length = stream.Length;
        var end = position.Bytes == SourcePosition.UnknownBytes ? length : position.Bytes;
        if (end > length)
        {
            return null;
        }

        var block = (int)Math.Min(BlockSize, end);
        Span<byte> buffer = stackalloc byte[BlockSize + MaxLineBreak];

        if (!TryRead(stream, 0, buffer[..block]))
        {
            return null;
        }

        var head = Hash(buffer[..block]);

        var next = (int)Math.Min(MaxLineBreak, length - end);
        if (!TryRead(stream, end - block, buffer[..(block + next)])
            || (position is { Rows: > 0 } && next > 0 && CsvText.LineBreakLength(buffer.Slice(block, next)) == 0))
        {
            return null;
        }

        return new SourceFingerprint(length, modifiedAt, head, Hash(buffer[..block]));
    }

    /// <summary>Fills a buffer; false when the source has been cut in the meantime.</summary>
    private static bool TryRead(Stream stream, long offset, Span<byte> buffer)
    {
        stream.Position = offset;
        return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length;
    }

    private static string Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(bytes, hash);
        return Convert.ToHexStringLower(hash);
    }
}

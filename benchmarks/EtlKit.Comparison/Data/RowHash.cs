using System.Text;

namespace EtlKit.Comparison;

/// <summary>The hash of a row's values, in their order: FNV-1a, mixed at the end so that sums of it tell rows apart.</summary>
internal readonly struct RowHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    // Kept as the difference to the offset, so that the default value is the hash of nothing.
    private readonly ulong _state;

    private RowHash(ulong state) => _state = state;

    public ulong Value
    {
        get
        {
            var hash = _state ^ Offset;
            hash = unchecked((hash ^ (hash >> 33)) * 0xff51afd7ed558ccd);
            hash = unchecked((hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53);
            return hash ^ (hash >> 33);
        }
    }

    public RowHash With(ReadOnlySpan<byte> text)
    {
        var hash = _state ^ Offset;
        foreach (var value in text)
        {
            hash = unchecked((hash ^ value) * Prime);
        }

        // What ends a value: "a", "bc" is another row than "ab", "c".
        return new(unchecked((hash ^ 0xff) * Prime) ^ Offset);
    }

    public RowHash With(string text)
    {
        Span<byte> bytes = stackalloc byte[1024];
        return With(Encoding.UTF8.TryGetBytes(text, bytes, out var count) ? bytes[..count] : Encoding.UTF8.GetBytes(text));
    }

    public RowHash With(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BitConverter.TryWriteBytes(bytes, value);
        return With(bytes);
    }

    public RowHash With(double value) => With(BitConverter.DoubleToInt64Bits(value));
}

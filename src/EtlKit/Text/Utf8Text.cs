using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace EtlKit;

/// <summary>
/// Text as UTF-8, which files and databases have it in: what a row keeps of a field without making a string of it. Texts that a thread makes one after the other lie
/// in one block of memory, so that rows on their way are a few objects for the garbage collector, not several for each row.
/// </summary>
/// <remarks>
/// <para>It never changes, and is always valid UTF-8: what is none in the bytes that it was made of is U+FFFD in it, as in a string. The default is the empty text; a
/// text that may be missing is a <see langword="Utf8Text?"/>. Safe for concurrent reading.</para>
/// <para>A text of up to 512 bytes keeps its block in memory, 4 KiB with what was made before and after it on the same thread. That counts where few are kept of many: where
/// a step drops most rows, or a text is kept for long, <see cref="Detach"/> it from its block.</para>
/// <para>Texts are compared by their bytes, which is the order of their code points, and that of SQLite's <c>BINARY</c> collation in a database of UTF-8. It differs from the
/// ordinal order of strings where these have characters above U+FFFF.</para>
/// </remarks>
[JsonConverter(typeof(Utf8TextJsonConverter))]
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct Utf8Text : IEquatable<Utf8Text>, IComparable<Utf8Text>, IComparable, ISpanFormattable, IUtf8SpanFormattable, ISpanParsable<Utf8Text>, IUtf8SpanParsable<Utf8Text>
{
    private readonly byte[]? _block;
    private readonly int _start;
    private readonly int _length;

    internal Utf8Text(byte[] block, int start, int length)
    {
        _block = block;
        _start = start;
        _length = length;
    }

    /// <summary>Gets the empty text, which is the default of the type.</summary>
    public static Utf8Text Empty => default;

    /// <summary>Gets the length in bytes.</summary>
    public int Length => _length;

    /// <summary>Gets a value indicating whether there are no bytes.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Gets the bytes. They stay as they are for as long as the text is used.</summary>
    public ReadOnlySpan<byte> Span => new(_block, _start, _length);

    /// <summary>Gets the bytes, for reading. They stay as they are for as long as the memory is used.</summary>
    public ReadOnlyMemory<byte> Memory => new(_block, _start, _length);

    /// <summary>Copies bytes, such as those of a field.</summary>
    /// <param name="utf8">The bytes. Each sequence that is no UTF-8 becomes U+FFFD, as <see cref="Encoding.UTF8"/> has it.</param>
    public static Utf8Text From(ReadOnlySpan<byte> utf8) =>
        Utf8.IsValid(utf8) ? Utf8TextBlock.Add(utf8) : From(Encoding.UTF8.GetString(utf8));

    /// <summary>Copies characters.</summary>
    /// <param name="text">The characters. A lone surrogate becomes U+FFFD.</param>
    public static Utf8Text From(ReadOnlySpan<char> text) => Utf8TextBlock.Add(text);

    /// <summary>Copies a string.</summary>
    /// <param name="text">The string. A lone surrogate becomes U+FFFD.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    public static Utf8Text From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return From(text.AsSpan());
    }

    /// <summary>The same without white space at both ends: what <see cref="string.Trim()"/> leaves of a string. Nothing is copied.</summary>
    public Utf8Text Trim() => _length > 0 && IsPlain(Span[0]) && IsPlain(Span[^1]) ? this : TrimRunes();

    /// <summary>The same text in an array of its own, so that it keeps no more in memory than itself. Worth it where few of many texts are kept.</summary>
    public Utf8Text Detach() => IsEmpty ? default : new(Span.ToArray(), 0, _length);

    /// <summary>Makes a string of the text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Span);

    /// <inheritdoc/>
    public bool Equals(Utf8Text other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Utf8Text other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>Compares the bytes of two texts.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Less than zero when this text comes first, zero when they are equal, greater than zero otherwise.</returns>
    public int CompareTo(Utf8Text other) => Span.SequenceCompareTo(other.Span);

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        Utf8Text other => CompareTo(other),
        _ => throw new ArgumentException($"a Utf8Text can be compared with a Utf8Text, not with a {obj.GetType()}", nameof(obj)),
    };

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Encoding.UTF8.TryGetChars(Span, destination, out charsWritten);

    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        bytesWritten = Span.TryCopyTo(utf8Destination) ? _length : 0;
        return bytesWritten == _length;
    }

    static Utf8Text IParsable<Utf8Text>.Parse(string s, IFormatProvider? provider) => From(s);

    static bool IParsable<Utf8Text>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Utf8Text result)
    {
        result = s is null ? default : From(s);
        return s is not null;
    }

    static Utf8Text ISpanParsable<Utf8Text>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => From(s);

    static bool ISpanParsable<Utf8Text>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Utf8Text result)
    {
        result = From(s);
        return true;
    }

    static Utf8Text IUtf8SpanParsable<Utf8Text>.Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider) => From(utf8Text);

    static bool IUtf8SpanParsable<Utf8Text>.TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out Utf8Text result)
    {
        result = From(utf8Text);
        return true;
    }

    /// <summary>Whether two texts have the same bytes.</summary>
    public static bool operator ==(Utf8Text left, Utf8Text right) => left.Equals(right);

    /// <summary>Whether two texts have different bytes.</summary>
    public static bool operator !=(Utf8Text left, Utf8Text right) => !left.Equals(right);

    /// <summary>Whether the left text comes before the right one.</summary>
    public static bool operator <(Utf8Text left, Utf8Text right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left text comes before the right one, or is equal.</summary>
    public static bool operator <=(Utf8Text left, Utf8Text right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left text comes after the right one.</summary>
    public static bool operator >(Utf8Text left, Utf8Text right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left text comes after the right one, or is equal.</summary>
    public static bool operator >=(Utf8Text left, Utf8Text right) => left.CompareTo(right) >= 0;

    // Most texts neither begin nor end with anything but these.
    private static bool IsPlain(byte first) => first is > (byte)' ' and < 0x80;

    private Utf8Text TrimRunes()
    {
        var start = 0;
        while (Rune.DecodeFromUtf8(Span[start..], out var first, out var size) == OperationStatus.Done && Rune.IsWhiteSpace(first))
        {
            start += size;
        }

        var end = _length;
        while (Rune.DecodeLastFromUtf8(Span[start..end], out var last, out var size) == OperationStatus.Done && Rune.IsWhiteSpace(last))
        {
            end -= size;
        }

        return start == end ? default : new(_block!, _start + start, end - start);
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace EtlKit.Sqlite;

// These are the types that SQLite stores as text or bytes, in the formats that Microsoft.Data.Sqlite writes and reads.
internal readonly struct StringBinder : IValueBinder<string?>
{
    public static StoredAs StoredAs => StoredAs.Text;

    public static bool HasSize => true;

    public static void Bind(ParameterBinder parameters, int index, string? value)
    {
        if (value is null)
        {
            parameters.BindNull(index);
        }
        else
        {
            parameters.BindText(index, value);
        }
    }

    public static int SizeOf(string? value) => value is null ? 0 : RowSize.ObjectBytes + (2 * value.Length);

    public static bool HasOrder => true;

    // A lone surrogate is stored as U+FFFD, as any other is.
    public static bool IsOrdered(string? value) => !value.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    // Four characters.
    public static ulong RankOf(string? value, int shared)
    {
        ulong rank = 0;
        for (var i = shared; i < shared + 4; i++)
        {
            rank = (rank << 16) | (value is not null && i < value.Length ? value[i] : '\0');
        }

        return rank;
    }

    public static int Compare(string? left, string? right) => string.CompareOrdinal(left, right);

    public static int CountShared(string? left, string? right) => left.AsSpan().CommonPrefixLength(right);
}

internal readonly struct Utf8TextBinder : IValueBinder<Utf8Text>
{
    public static StoredAs StoredAs => StoredAs.Text;

    public static bool HasSize => true;

    public static void Bind(ParameterBinder parameters, int index, Utf8Text value) => parameters.BindUtf8(index, value.Span);

    public static int SizeOf(Utf8Text value) => Unsafe.SizeOf<Utf8Text>() - RowSize.ValueBytes + value.Length;

    public static bool HasOrder => true;

    // Eight bytes.
    public static ulong RankOf(Utf8Text value, int shared)
    {
        Span<byte> rank = stackalloc byte[sizeof(ulong)];
        rank.Clear();
        if (shared < value.Length)
        {
            value.Span.Slice(shared, Math.Min(rank.Length, value.Length - shared)).CopyTo(rank);
        }

        return BinaryPrimitives.ReadUInt64BigEndian(rank);
    }

    public static int Compare(Utf8Text left, Utf8Text right) => left.CompareTo(right);

    public static int CountShared(Utf8Text left, Utf8Text right) => left.Span.CommonPrefixLength(right.Span);
}

internal readonly struct CharBinder : IValueBinder<char>
{
    public static StoredAs StoredAs => StoredAs.Text;

    public static void Bind(ParameterBinder parameters, int index, char value) => parameters.BindText(index, new ReadOnlySpan<char>(in value));
}

internal readonly struct GuidBinder : IValueBinder<Guid>
{
    public static StoredAs StoredAs => StoredAs.FormattedText;

    public static void Bind(ParameterBinder parameters, int index, Guid value)
    {
        Span<byte> text = stackalloc byte[36];
        value.TryFormat(text, out var length);
        Ascii.ToUpperInPlace(text, out _);
        parameters.BindUtf8(index, text[..length]);
    }

    public static bool HasOrder => true;

    public static ulong RankOf(Guid value, int shared)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    public static int Compare(Guid left, Guid right) => left.CompareTo(right);
}

internal readonly struct DecimalBinder : IValueBinder<decimal>
{
    public static StoredAs StoredAs => StoredAs.Text;

    public static void Bind(ParameterBinder parameters, int index, decimal value)
    {
        Span<byte> text = stackalloc byte[64];
        value.TryFormat(text, out var length, "0.0###########################", CultureInfo.InvariantCulture);
        parameters.BindUtf8(index, text[..length]);
    }
}

internal readonly struct TimeSpanBinder : IValueBinder<TimeSpan>
{
    public static StoredAs StoredAs => StoredAs.FormattedText;

    public static void Bind(ParameterBinder parameters, int index, TimeSpan value)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, "c", CultureInfo.InvariantCulture);
        parameters.BindUtf8(index, text[..length]);
    }
}

internal readonly struct DateTimeBinder : IValueBinder<DateTime>
{
    public static StoredAs StoredAs => StoredAs.FormattedText;

    public static void Bind(ParameterBinder parameters, int index, DateTime value)
    {
        Span<byte> text = stackalloc byte[DateTimeText.MaxLength];
        parameters.BindUtf8(index, text[..DateTimeText.Write(text, value)]);
    }
}

internal readonly struct DateTimeOffsetBinder : IValueBinder<DateTimeOffset>
{
    public static StoredAs StoredAs => StoredAs.FormattedText;

    public static void Bind(ParameterBinder parameters, int index, DateTimeOffset value)
    {
        Span<byte> text = stackalloc byte[DateTimeText.MaxLength];
        parameters.BindUtf8(index, text[..DateTimeText.Write(text, value)]);
    }
}

internal readonly struct DateOnlyBinder : IValueBinder<DateOnly>
{
    public static StoredAs StoredAs => StoredAs.FormattedText;

    public static void Bind(ParameterBinder parameters, int index, DateOnly value)
    {
        Span<byte> text = stackalloc byte[DateTimeText.MaxLength];
        parameters.BindUtf8(index, text[..DateTimeText.WriteDate(text, value.Year, value.Month, value.Day)]);
    }
}

internal readonly struct TimeOnlyBinder : IValueBinder<TimeOnly>
{
    public static StoredAs StoredAs => StoredAs.FormattedText;

    public static void Bind(ParameterBinder parameters, int index, TimeOnly value)
    {
        Span<byte> text = stackalloc byte[DateTimeText.MaxLength];
        parameters.BindUtf8(index, text[..DateTimeText.Write(text, value)]);
    }
}

internal readonly struct ByteArrayBinder : IValueBinder<byte[]?>
{
    public static StoredAs StoredAs => StoredAs.Blob;

    public static bool HasSize => true;

    public static void Bind(ParameterBinder parameters, int index, byte[]? value)
    {
        if (value is null)
        {
            parameters.BindNull(index);
        }
        else
        {
            parameters.BindBlob(index, value);
        }
    }

    public static int SizeOf(byte[]? value) => value is null ? 0 : RowSize.ObjectBytes + value.Length;
}

internal readonly struct ByteMemoryBinder : IValueBinder<ReadOnlyMemory<byte>>
{
    public static StoredAs StoredAs => StoredAs.Blob;

    public static bool HasSize => true;

    public static void Bind(ParameterBinder parameters, int index, ReadOnlyMemory<byte> value) => parameters.BindBlob(index, value.Span);

    public static int SizeOf(ReadOnlyMemory<byte> value) => value.Length;
}

using System.Globalization;
using System.Text.Unicode;

namespace CsvToSqlite;

/// <summary>
/// Normalises timestamps to ISO 8601: <c>2021-01-01T12:00:00</c>, with six digits of fraction unless it is zero, and with the offset if there is one. It works on the
/// bytes of the file: no string is made of the text as it was.
/// </summary>
/// <remarks>
/// It takes <c>yyyy-MM-dd</c>, alone or followed by <c>T</c> or a space and <c>HH:mm:ss</c>, up to six digits of fraction, and <c>Z</c> or
/// an offset <c>±HH:mm</c>, <c>±HHmm</c> or <c>±HH</c>. One exact format, read digit by digit, is many times faster than a parser that tries several.
/// </remarks>
internal static class IsoTimestamp
{
    /// <summary>How many bytes the longest one has: <c>2021-01-01T12:00:00.000001+05:30</c>.</summary>
    public const int MaxLength = SecondsLength + 1 + MaxFractionDigits + OffsetLength;

    private const int DateLength = 10;
    private const int SecondsLength = 19;
    private const int MaxFractionDigits = 6;
    private const int OffsetLength = 6;

    /// <summary>Normalises a timestamp.</summary>
    /// <param name="text">What was found.</param>
    /// <param name="normalized">Takes the normalised timestamp: <see cref="MaxLength"/> bytes, or more.</param>
    /// <param name="length">How many bytes it has; 0 when it is no timestamp.</param>
    public static bool TryNormalize(ReadOnlySpan<byte> text, Span<byte> normalized, out int length)
    {
        length = 0;
        if (!IsDate(text))
        {
            return false;
        }

        text[..DateLength].CopyTo(normalized);
        if (text.Length == DateLength)
        {
            "T00:00:00"u8.CopyTo(normalized[DateLength..]);
            length = SecondsLength;
            return true;
        }

        if (text.Length < SecondsLength || text[DateLength] is not ((byte)'T' or (byte)' ') || !IsTime(text[(DateLength + 1)..SecondsLength]))
        {
            return false;
        }

        normalized[DateLength] = (byte)'T';
        text[(DateLength + 1)..SecondsLength].CopyTo(normalized[(DateLength + 1)..]);
        if (text.Length > SecondsLength)
        {
            return TryNormalizeRest(text[SecondsLength..], normalized, out length);
        }

        length = SecondsLength;
        return true;
    }

    private static bool TryNormalizeRest(ReadOnlySpan<byte> text, Span<byte> normalized, out int length)
    {
        length = 0;
        if (!TryReadFraction(ref text, out var fraction) || !TryReadOffset(text, out var offset))
        {
            return false;
        }

        Utf8.TryWrite(normalized[SecondsLength..], CultureInfo.InvariantCulture, $"{fraction}{offset}", out var written);
        length = SecondsLength + written;
        return true;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<byte> text, out string fraction)
    {
        fraction = "";
        if (text is not [(byte)'.', ..])
        {
            return true;
        }

        text = text[1..];
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var end and >= 0 ? end : text.Length;
        if (digits is 0 or > MaxFractionDigits || !TryReadNumber(text[..digits], out var microseconds))
        {
            return false;
        }

        for (var i = digits; i < MaxFractionDigits; i++)
        {
            microseconds *= 10;
        }

        text = text[digits..];
        fraction = microseconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{microseconds:D6}");
        return true;
    }

    private static bool IsDate(ReadOnlySpan<byte> text) =>
        text.Length >= DateLength
        && text[4] == '-' && text[7] == '-'
        && TryReadNumber(text[..4], out var year) && year >= 1
        && TryReadNumber(text.Slice(5, 2), out var month) && month is >= 1 and <= 12
        && TryReadNumber(text.Slice(8, 2), out var day) && day >= 1
        && (day <= 28 || day <= DateTime.DaysInMonth(year, month));

    private static bool IsTime(ReadOnlySpan<byte> text) =>
        text[2] == ':' && text[5] == ':'
        && TryReadNumber(text[..2], out var hour) && hour <= 23
        && TryReadNumber(text.Slice(3, 2), out var minute) && minute <= 59
        && TryReadNumber(text.Slice(6, 2), out var second) && second <= 59;

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out string offset)
    {
        offset = "";
        if (text.IsEmpty)
        {
            return true;
        }

        if (text.SequenceEqual("Z"u8))
        {
            offset = "+00:00";
            return true;
        }

        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (3 or 5 or OffsetLength) || (text.Length == OffsetLength && text[3] != ':'))
        {
            return false;
        }

        var minutes = 0;
        if (!TryReadNumber(text.Slice(1, 2), out var hours) || hours > 23
            || (text.Length > 3 && (!TryReadNumber(text[^2..], out minutes) || minutes > 59)))
        {
            return false;
        }

        // There is no negative zero among offsets.
        var sign = hours + minutes == 0 ? '+' : (char)text[0];
        offset = string.Create(CultureInfo.InvariantCulture, $"{sign}{hours:D2}:{minutes:D2}");
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            number = (10 * number) + (digit - '0');
        }

        return true;
    }
}

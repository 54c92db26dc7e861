using System.Globalization;
using System.Text;

namespace CsvToSqlite;

/// <summary>Parses the column <c>value</c>, from the bytes of the file: no string is made of it.</summary>
internal static class EventValue
{
    /// <summary>Parses a number; nothing at all is 0. Infinity and NaN may be written <c>inf</c>, <c>infinity</c> and <c>nan</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (text.IsEmpty)
        {
            value = 0;
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || TryParseName(text, out value);
    }

    private static bool TryParseName(ReadOnlySpan<byte> text, out double value)
    {
        var name = text[Ascii.Trim(text)];
        var isNegative = name is [(byte)'-', ..];
        if (name is [(byte)'-' or (byte)'+', ..])
        {
            name = name[1..];
        }

        value = Ascii.EqualsIgnoreCase(name, "inf"u8) || Ascii.EqualsIgnoreCase(name, "infinity"u8)
            ? (isNegative ? double.NegativeInfinity : double.PositiveInfinity)
            : double.NaN;
        return !double.IsNaN(value) || Ascii.EqualsIgnoreCase(name, "nan"u8);
    }
}

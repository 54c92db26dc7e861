using System.Globalization;

namespace CsvToSqlite;

/// <summary>Parses the column <c>value</c>.</summary>
internal static class EventValue
{
    /// <summary>Parses a number; nothing at all is 0. Infinity and NaN may be written <c>inf</c>, <c>infinity</c> and <c>nan</c>.</summary>
    public static bool TryParse(string text, out double value)
    {
        if (text.Length == 0)
        {
            value = 0;
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || TryParseName(text, out value);
    }

    private static bool TryParseName(string text, out double value)
    {
        var name = text.AsSpan().Trim();
        var isNegative = name is ['-', ..];
        if (name is ['-' or '+', ..])
        {
            name = name[1..];
        }

        value = name.Equals("inf", StringComparison.OrdinalIgnoreCase) || name.Equals("infinity", StringComparison.OrdinalIgnoreCase)
            ? (isNegative ? double.NegativeInfinity : double.PositiveInfinity)
            : double.NaN;
        return !double.IsNaN(value) || name.Equals("nan", StringComparison.OrdinalIgnoreCase);
    }
}

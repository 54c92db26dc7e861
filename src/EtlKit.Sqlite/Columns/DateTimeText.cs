namespace EtlKit.Sqlite;

/// <summary>
/// Writes dates and times as UTF-8 in the formats of Microsoft.Data.Sqlite. By hand, because formatting with a custom format string costs as much as
/// the rest of a row.
/// </summary>
internal static class DateTimeText
{
    /// <summary>The longest text: <c>9999-12-31 23:59:59.9999999+14:00</c>.</summary>
    public const int MaxLength = 33;

    /// <summary>Writes <c>yyyy-MM-dd HH:mm:ss.FFFFFFF</c>.</summary>
    public static int Write(Span<byte> text, DateTime value)
    {
        value.Deconstruct(out DateOnly date, out TimeOnly time);
        var length = WriteDate(text, date.Year, date.Month, date.Day);
        text[length++] = (byte)' ';
        WriteTime(text[length..], time);
        length += 8;
        var fraction = (int)(time.Ticks % TimeSpan.TicksPerSecond);
        return fraction == 0 ? length : length + WriteFraction(text[length..], fraction, trim: true);
    }

    /// <summary>Writes <c>yyyy-MM-dd HH:mm:ss.FFFFFFFzzz</c>.</summary>
    public static int Write(Span<byte> text, DateTimeOffset value)
    {
        var length = Write(text, value.DateTime);
        var minutes = value.TotalOffsetMinutes;
        text[length++] = minutes < 0 ? (byte)'-' : (byte)'+';
        var (hours, rest) = Math.DivRem(Math.Abs(minutes), 60);
        WriteTwo(text[length..], hours);
        text[length + 2] = (byte)':';
        WriteTwo(text[(length + 3)..], rest);
        return length + 5;
    }

    /// <summary>Writes <c>HH:mm:ss</c>, with <c>.fffffff</c> when there is a part of a second.</summary>
    public static int Write(Span<byte> text, TimeOnly value)
    {
        WriteTime(text, value);
        var fraction = (int)(value.Ticks % TimeSpan.TicksPerSecond);
        return fraction == 0 ? 8 : 8 + WriteFraction(text[8..], fraction, trim: false);
    }

    /// <summary>Writes <c>yyyy-MM-dd</c>.</summary>
    public static int WriteDate(Span<byte> text, int year, int month, int day)
    {
        var (century, rest) = Math.DivRem(year, 100);
        WriteTwo(text, century);
        WriteTwo(text[2..], rest);
        text[4] = (byte)'-';
        WriteTwo(text[5..], month);
        text[7] = (byte)'-';
        WriteTwo(text[8..], day);
        return 10;
    }

    private static void WriteTime(Span<byte> text, TimeOnly value)
    {
        WriteTwo(text, value.Hour);
        text[2] = (byte)':';
        WriteTwo(text[3..], value.Minute);
        text[5] = (byte)':';
        WriteTwo(text[6..], value.Second);
    }

    private static int WriteFraction(Span<byte> text, int ticks, bool trim)
    {
        text[0] = (byte)'.';
        for (var i = 7; i > 0; i--)
        {
            (ticks, var digit) = Math.DivRem(ticks, 10);
            text[i] = (byte)('0' + digit);
        }

        return trim ? text[..8].TrimEnd((byte)'0').Length : 8;
    }

    private static void WriteTwo(Span<byte> text, int value)
    {
        var (tens, ones) = Math.DivRem(value, 10);
        text[1] = (byte)('0' + ones);
        text[0] = (byte)('0' + tens);
    }
}

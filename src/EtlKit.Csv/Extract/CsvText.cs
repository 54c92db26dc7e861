namespace EtlKit.Csv;

/// <summary>Small facts about text in bytes.</summary>
internal static class CsvText
{
    /// <summary>Gets the byte order mark of UTF-8.</summary>
    public static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>Counts the line breaks in a text: CR, LF and CR LF count once.</summary>
    public static int CountLineBreaks(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (var at = text.IndexOfAny((byte)'\r', (byte)'\n'); at >= 0; at = text.IndexOfAny((byte)'\r', (byte)'\n'))
        {
            count++;
            text = text[(at + LineBreakLength(text[at..]))..];
        }

        return count;
    }

    /// <summary>Gets the length of the line break with which a text starts; 0 when it starts with something else.</summary>
    public static int LineBreakLength(ReadOnlySpan<byte> text) =>
        text is [(byte)'\r', (byte)'\n', ..] ? 2
        : text is [(byte)'\r' or (byte)'\n', ..] ? 1
        : 0;

    /// <summary>Gets whether a text starts with the byte order mark of UTF-16, or of UTF-32, whose first or last two bytes are the same.</summary>
    public static bool StartsWithWideMark(ReadOnlySpan<byte> text) =>
        text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..];
}

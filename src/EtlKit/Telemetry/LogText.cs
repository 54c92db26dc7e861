namespace EtlKit;

/// <summary>Makes text from outside safe to stand in a message.</summary>
internal static class LogText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Replaces the characters with which a name could forge a line of a log.</summary>
    public static string Clean(string text)
    {
        foreach (var c in text)
        {
            if (IsUnsafe(c))
            {
                return string.Create(text.Length, text, Replace);
            }
        }

        return text;
    }

    private static void Replace(Span<char> target, string text)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = IsUnsafe(text[i]) ? Replacement : text[i];
        }
    }

    // Control characters, the line breaks of Unicode, and the marks that change the direction of the text after them: a line that is shown the wrong way round is forged, too.
    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}

using System.Buffers;

namespace EtlKit;

/// <summary>Makes text from outside safe to stand in a message.</summary>
internal static class LogText
{
    private const char Replacement = '\uFFFD';

    // Control characters, the line breaks of Unicode, and the marks that change the direction of the text after them: a line that is shown the wrong way round is forged, too.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(code => (char)code),
        '\u2028', '\u2029',
        '\u061c', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069',
    ]);

    /// <summary>Replaces the characters with which a name could forge a line of a log.</summary>
    public static string Clean(string text) => !text.AsSpan().ContainsAny(Unsafe)
        ? text
        : string.Create(text.Length, text, static (target, source) => source.AsSpan().ReplaceAny(target, Unsafe, Replacement));
}

namespace EtlKit;

/// <summary>Makes text from outside safe to stand in a message.</summary>
internal static class LogText
{
    /// <summary>Replaces control characters, with which a name could forge a line of a log.</summary>
    public static string Clean(string text) => text.AsSpan().ContainsAnyInRange('\u0000', '\u001f') || text.AsSpan().ContainsAnyInRange('\u007f', '\u009f')
        ? string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = char.IsControl(source[i]) ? '\uFFFD' : source[i];
            }
        })
        : text;
}

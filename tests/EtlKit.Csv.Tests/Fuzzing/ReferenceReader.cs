using System.Text;

namespace EtlKit.Csv.Tests;

/// <summary>A record as the reference finds it; <see cref="End"/> lies before its line break.</summary>
internal readonly record struct ReferenceRecord(long End, long Line, int Fields, bool IsMalformed, bool IsUtf8, string Shown);

/// <summary>RFC 4180 as a state machine that is too simple to be wrong: what is read byte by byte has no buffers, no vectors and no shortcuts.</summary>
internal static class ReferenceReader
{
    private enum State
    {
        FieldStart,
        Unquoted,
        Quoted,
        AfterQuote,
    }

    /// <summary>Finds the records of a text; blank lines are none.</summary>
    public static List<ReferenceRecord> Read(ReadOnlySpan<byte> text)
    {
        var records = new List<ReferenceRecord>();
        var at = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        var line = 1L;
        while (at < text.Length)
        {
            var (start, startLine, fields, malformed, state) = (at, line, 1, false, State.FieldStart);
            var shown = new List<byte>("["u8.ToArray());
            for (; at < text.Length && (state == State.Quoted || text[at] is not ((byte)'\r' or (byte)'\n')); at++)
            {
                var quote = text[at] == '"';
                malformed |= state switch
                {
                    State.Unquoted => quote,
                    State.AfterQuote => !quote && text[at] != ',',
                    _ => false,
                };
                var next = (state, text[at]) switch
                {
                    (State.Quoted, (byte)'"') => State.AfterQuote,
                    (State.Quoted, _) or (State.AfterQuote or State.FieldStart, (byte)'"') => State.Quoted,
                    (_, (byte)',') => State.FieldStart,
                    _ => State.Unquoted,
                };

                line += state == State.Quoted && IsEndOfLine(text, at) ? 1 : 0;
                fields += next == State.FieldStart ? 1 : 0;
                shown.AddRange(next == State.FieldStart ? "]["u8 : next == State.AfterQuote || (state == State.FieldStart && quote) ? [] : text.Slice(at, 1));
                state = next;
            }

            if (at > start)
            {
                var isUtf8 = System.Text.Unicode.Utf8.IsValid(text[start..at]);
                var fieldsShown = Encoding.UTF8.GetString([.. shown]) + "]";
                records.Add(new ReferenceRecord(at, startLine, fields, malformed || state == State.Quoted, isUtf8, fieldsShown));
            }

            at += text[at..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1;
            line++;
        }

        return records;
    }

    /// <summary>Whether a line ends at a byte: of CR LF the LF ends it.</summary>
    private static bool IsEndOfLine(ReadOnlySpan<byte> text, int at) =>
        text[at] == '\n' || (text[at] == '\r' && !(at + 1 < text.Length && text[at + 1] == '\n'));
}

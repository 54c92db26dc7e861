namespace EtlKit.Csv.Tests;

/// <summary>A record as the reference finds it: where it begins and ends in bytes, without the line break after it, and on which line it begins.</summary>
internal readonly record struct ReferenceRecord(long Start, long End, long Line, int Fields);

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
            var (start, startLine, fields, state) = (at, line, 1, State.FieldStart);
            for (; at < text.Length; at++)
            {
                var current = text[at];
                if (state != State.Quoted && current is (byte)'\r' or (byte)'\n')
                {
                    break;
                }

                if (state == State.Quoted && IsEndOfLine(text, at))
                {
                    line++;
                }

                (state, fields) = (state, current) switch
                {
                    (State.Quoted, (byte)'"') => (State.AfterQuote, fields),
                    (State.Quoted, _) => (State.Quoted, fields),
                    (State.AfterQuote, (byte)'"') => (State.Quoted, fields),
                    (_, (byte)',') => (State.FieldStart, fields + 1),
                    (State.FieldStart, (byte)'"') => (State.Quoted, fields),
                    _ => (State.Unquoted, fields),
                };
            }

            if (at > start)
            {
                records.Add(new ReferenceRecord(start, at, startLine, fields));
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

namespace EtlKit.Csv;

/// <summary>Starts in the middle of a seekable UTF-8 source.</summary>
internal static class CsvResume
{
    /// <summary>Opens a reader at a position. It is given the start of the source, up to the first record, and then the source from the position on.</summary>
    /// <remarks>So the header is read by the same rules as ever, and nothing between it and the position is read at all.</remarks>
    public static CsvInput Seek(Stream stream, string sourceName, CsvSettings settings, SourcePosition start, CancellationToken cancellationToken)
    {
        var origin = stream.Position;
        var (headLength, headLines, fieldCount) = ReadHead(stream, sourceName, settings, start);

        var head = new byte[headLength];
        stream.Position = origin;
        stream.ReadExactly(head);
        if (headLength == 0)
        {
            // Else a mark at the position, in the middle of the source and so a part of its text, would be taken for the one at the start.
            head = [.. CsvText.Utf8Mark];
        }
        else if (head[^1] == '\r')
        {
            // Else a blank line at the position, ended by LF, would be taken for the second half of this line break, and not counted.
            head = [.. head, (byte)'\n'];
        }

        // A position lies before the line break that ends its record, since how long that is can only be seen here.
        stream.Position = origin + start.Bytes;
        Span<byte> next = stackalloc byte[2];
        next = next[..stream.ReadAtLeast(next, next.Length, throwOnEndOfStream: false)];
        var lineBreak = CsvText.LineBreakLength(next);
        if (lineBreak == 0 && (next.Length > 0 || start.Bytes > stream.Length - origin))
        {
            throw CsvErrors.Changed(sourceName, start.Bytes);
        }

        stream.Position = origin + start.Bytes + lineBreak;
        var faults = new CsvFaults();
        var reader = settings.CreateReader(new CancellableStream(new HeadedStream(head, stream), cancellationToken), faults);
        reader.ReadHeader();
        return new CsvInput(reader, faults)
        {
            RowBase = start.Rows,
            LineBase = start.Lines - headLines,
            ByteBase = start.Bytes + lineBreak - head.Length,
            FieldCount = fieldCount,
        };
    }

    private static (int Length, long Lines, int FieldCount) ReadHead(Stream stream, string sourceName, CsvSettings settings, SourcePosition start)
    {
        var faults = new CsvFaults();
        using var reader = settings.CreateReader(stream, faults, leaveOpen: true);
        reader.ReadHeader();
        if (faults.MalformedLine != 0)
        {
            throw CsvErrors.MalformedHeader(sourceName, faults.MalformedReason);
        }

        if (!reader.Read())
        {
            throw CsvErrors.Changed(sourceName, start.Bytes);
        }

        var length = checked((int)reader.ByteOffset);
        var lines = reader.LineNumber - 1;
        var input = new CsvInput(reader, faults) { FieldCount = reader.Headers.Count };
        input.LearnFieldCount();
        while (input.FieldCount == 0 && reader.RowNumber < start.Rows && reader.Read())
        {
            input.LearnFieldCount();
        }

        return (length, lines, input.FieldCount);
    }
}

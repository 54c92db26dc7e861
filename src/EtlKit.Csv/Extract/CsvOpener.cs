using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Opens a source at a position: by seeking where its bytes are those of the text, otherwise by reading over what lies before.</summary>
internal static class CsvOpener
{
    public static async ValueTask<CsvInput> OpenAsync(
        ICsvSource source, CsvSettings settings, SourcePosition start, CsvMeter meter, CancellationToken cancellationToken)
    {
        Stream stream;
        try
        {
            stream = await source.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (CsvErrors.IsFailure(exception, cancellationToken))
        {
            throw CsvErrors.CannotOpen(source.Name, exception);
        }

        try
        {
            stream = new MeteredStream(stream, meter);
            var compressed = settings.Compression == CsvCompression.Gzip
                || (settings.Compression == CsvCompression.Auto && source.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase));
            stream = compressed ? new GzipInput(stream) : stream;

            var seekable = settings is { Encoding: null, CanStartInTheMiddle: true } && stream.CanSeek && !HasWideMark(stream);
            return seekable && start is { Rows: > 0, Bytes: > 0 }
                ? CsvResume.Seek(stream, source.Name, settings, start, cancellationToken)
                : await OpenAtStartAsync(stream, source, settings, seekable, start.Rows, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (exception is CsvSourceException || !CsvErrors.IsFailure(exception, cancellationToken))
            {
                throw;
            }

            throw CsvErrors.Translate(source.Name, settings, rows: 0, line: 1, exception);
        }
    }

    private static async ValueTask<CsvInput> OpenAtStartAsync(
        Stream stream, ICsvSource source, CsvSettings settings, bool seekable, long skip, CancellationToken cancellationToken)
    {
        var faults = new CsvFaults();
        var reader = settings.CreateReader(new CancellableStream(stream, cancellationToken), faults);
        if (source.ReadsAsynchronously)
        {
            await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            reader.ReadHeader();
        }

        var input = Started(reader, faults, source.Name, seekable ? 0 : null);
        while (reader.RowNumber < skip)
        {
            var more = source.ReadsAsynchronously ? await reader.ReadAsync(cancellationToken).ConfigureAwait(false) : reader.Read();
            if (!more)
            {
                throw CsvErrors.Shorter(source.Name, skip);
            }

            input.LearnFieldCount();
            if ((reader.RowNumber & CsvExtractorDefaults.CancellationMask) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return input;
    }

    /// <summary>Makes the input of a reader that has read its header.</summary>
    private static CsvInput Started(CsvReader reader, CsvFaults faults, string sourceName, long? byteBase) => faults.MalformedLine != 0
        ? throw CsvErrors.MalformedHeader(sourceName, faults.MalformedReason)
        : new CsvInput(reader, faults) { ByteBase = byteBase, FieldCount = reader.Headers.Count };

    private static bool HasWideMark(Stream stream)
    {
        var origin = stream.Position;
        Span<byte> mark = stackalloc byte[4];
        var length = stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        stream.Position = origin;
        return CsvText.StartsWithWideMark(mark[..length]);
    }
}

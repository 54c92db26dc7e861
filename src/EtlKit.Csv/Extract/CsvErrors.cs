using CsvHelper;

namespace EtlKit.Csv;

/// <summary>The messages about sources that can't be read.</summary>
internal static class CsvErrors
{
    /// <summary>Gets whether an exception of a stream is a failure: all are but a cancellation that was asked for. The timeout of a download is one.</summary>
    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    public static CsvSourceException CannotOpen(string source, Exception cause) => Failure(
        source,
        $"CSV source '{source}' can't be opened: {cause.Message} Check that it is there, that it is a file and not a directory, and that this process may read it.", cause);

    public static CsvSourceException CannotFingerprint(string source, Exception cause) => Failure(
        source,
        $"CSV source '{source}' can't be checked for changes: {cause.Message} Check that it is there and that this process may read it.",
        cause);

    /// <summary>Says what an exception of the reader or its stream means, after the last row that was read.</summary>
    public static CsvSourceException Translate(string source, CsvSettings settings, long rows, long line, Exception exception) =>
        exception is CsvFormatException
            ? TooLong(source, rows, line, settings.MaxRecordSize, exception)
            : CannotRead(source, rows, line, exception);

    private static CsvSourceException CannotRead(string source, long rows, long line, Exception cause) => Failure(
        source,
        $"CSV source '{source}' can't be read beyond row {rows} (line {line}): {cause.Message} What comes after is not extracted.", cause);

    private static CsvSourceException TooLong(string source, long rows, long line, int limit, Exception cause) => Failure(
        source,
        $"CSV source '{source}' has a record after row {rows} (line {line}) that is longer than MaxRecordSize ({limit} bytes). "
        + "Most often a quote is never closed, or the file has no line ends. Mend the file, or set AllowLineBreaksInQuotes to false, "
        + "or raise MaxRecordSize.",
        cause);

    public static CsvSourceException MalformedHeader(string source, CsvMalformedReason reason) => Failure(
        source,
        $"CSV source '{source}' has a malformed header: {Malformed(reason)}. Mend it, or set MalformedRecords to Accept.");

    public static CsvSourceException MissingColumn(string source, string found, IReadOnlyList<string> headers, Exception cause) => Failure(
        source,
        $"CSV source '{source}' lacks a column: {found} Its columns are: {SafeText.Quote(headers)}. "
        + "Check the delimiter and that no title stands above the header, give the column's other name in Aliases, or set HasHeader to false.",
        cause);

    public static CsvSourceException Changed(string source, long bytes) => Failure(
        source,
        $"CSV source '{source}' can't be resumed at byte {bytes}: no record ends there. Since the position was recorded the source has "
        + "changed, or its last line, which was still being written, has gone on. Read it again from its start.");

    public static CsvSourceException Shorter(string source, long rows) => Failure(
        source,
        $"CSV source '{source}' can't be resumed after row {rows}: it has fewer rows, so it has changed since the position was recorded. "
        + "Read it again from its start.");

    public static CsvSourceException Filtered(string source) => Failure(
        source,
        $"The mapping of CSV source '{source}' returned TransformResult.Filter, but an extractor can't filter: every record must be counted. "
        + "Map the record to a row, and drop it with Where on the pipeline.");

    public static CsvSourceException Rejected(string source, long line, string reason) => Failure(
        source,
        $"CSV source '{source}' has a record at line {line} that is not a row: {reason.TrimEnd('.')}. ExtractAsync has no place for rejections: "
        + "read the source with ExtractFromAsync.");

    public static string Malformed(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "quote inside an unquoted field",
        CsvMalformedReason.TextAfterClosingQuote => "text after a closing quote",
        CsvMalformedReason.UnterminatedQuote => "quote is never closed",
        CsvMalformedReason.LineBreakInQuotes => "line break inside a quoted field",
        CsvMalformedReason.TrailingEscape => "text ends with an escape character",
        _ => $"record is malformed ({reason})",
    };

    // Names of files and columns come from outside, and so do the messages of causes, which repeat them.
    private static CsvSourceException Failure(string source, string message, Exception? cause = null) =>
        new(SafeText.Clean(message), cause) { SourceName = source };
}

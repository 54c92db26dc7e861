using CsvHelper;

namespace EtlKit.Csv;

/// <summary>The messages about sources that can't be read.</summary>
internal static class CsvErrors
{
    /// <summary>Gets whether an exception of a stream is a failure: all are but a cancellation that was asked for. The timeout of a download is one.</summary>
    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

    public static CsvSourceException CannotOpen(string source, Exception cause) => new(
        $"CSV source '{source}' can't be opened: {cause.Message} Check that it is there and that this process may read it.", cause)
    {
        SourceName = source,
    };

    /// <summary>Says what an exception of the reader or its stream means, after the last row that was read.</summary>
    public static CsvSourceException Translate(string source, CsvSettings settings, long rows, long line, Exception exception) =>
        exception is CsvFormatException
            ? TooLong(source, rows, line, settings.MaxRecordSize, exception)
            : CannotRead(source, rows, line, exception);

    private static CsvSourceException CannotRead(string source, long rows, long line, Exception cause) => new(
        $"CSV source '{source}' can't be read beyond row {rows} (line {line}): {cause.Message} What comes after is not extracted.", cause)
    {
        SourceName = source,
    };

    private static CsvSourceException TooLong(string source, long rows, long line, int limit, Exception cause) => new(
        $"CSV source '{source}' has a record after row {rows} (line {line}) that is longer than MaxRecordSize ({limit} bytes). "
        + "Most often a quote is never closed, or the file has no line ends. Mend the file, or set AllowLineBreaksInQuotes to false, "
        + "or raise MaxRecordSize.",
        cause)
    {
        SourceName = source,
    };

    public static CsvSourceException MalformedHeader(string source, CsvMalformedReason reason) => new(
        $"CSV source '{source}' has a malformed header: {Malformed(reason)} Mend it, or set MalformedRecords to Accept.")
    {
        SourceName = source,
    };

    public static CsvSourceException MissingColumn(string source, string found, IReadOnlyList<string> headers, Exception cause) => new(
        $"CSV source '{source}' lacks a column: {found} Its columns are: {Quoted(headers)}. "
        + "Check the delimiter, or give the column's other name in Aliases.",
        cause)
    {
        SourceName = source,
    };

    public static CsvSourceException Changed(string source, long bytes) => new(
        $"CSV source '{source}' can't be resumed at byte {bytes}: no record ends there, so the source has changed since the position was "
        + "recorded. Read it again from its start.")
    {
        SourceName = source,
    };

    public static CsvSourceException Shorter(string source, long rows) => new(
        $"CSV source '{source}' can't be resumed after row {rows}: it has fewer rows, so it has changed since the position was recorded. "
        + "Read it again from its start.")
    {
        SourceName = source,
    };

    public static CsvSourceException Filtered(string source) => new(
        $"The mapping of CSV source '{source}' returned TransformResult.Filter, but an extractor can't filter: every record must be counted. "
        + "Map the record to a row, and drop it with Where on the pipeline.")
    {
        SourceName = source,
    };

    public static CsvSourceException Rejected(string source, long line, string reason) => new(
        $"CSV source '{source}' has a record at line {line} that is not a row: {reason} ExtractAsync has no place for rejections: "
        + "read the source with ExtractFromAsync.")
    {
        SourceName = source,
    };

    public static string Malformed(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "A quote stands inside an unquoted field.",
        CsvMalformedReason.TextAfterClosingQuote => "Text follows a closing quote.",
        CsvMalformedReason.UnterminatedQuote => "A quote is never closed.",
        CsvMalformedReason.LineBreakInQuotes => "A quoted field contains a line break.",
        CsvMalformedReason.TrailingEscape => "The text ends with an escape character.",
        _ => $"The record is malformed ({reason}).",
    };

    private static string Quoted(IReadOnlyList<string> headers) =>
        headers.Count == 0 ? "none" : string.Join(", ", headers.Select(header => $"'{header}'"));
}

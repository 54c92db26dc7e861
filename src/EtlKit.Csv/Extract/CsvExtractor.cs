using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Makes extractors of CSV: of a file, of a stream, of the files of a directory.</summary>
/// <remarks>
/// Rows are made in one of four ways: by the type of the rows, which is marked <see cref="CsvRecordAttribute"/> and <c>partial</c>, so that
/// CsvHelper's source generator maps it; by a <see cref="CsvRecordMapper{T}"/> written by hand; by a function of a <see cref="CsvRow"/>; or
/// by such a function that can also reject the record, which costs no exception. A record that can't be read as a row is one rejection with
/// its line number and raw text. A source that can't be read, or lacks a column, fails with a <see cref="CsvSourceException"/>.
/// <para>
/// A file has a fingerprint: its length, its time, and hashes of the first and the last 4 KiB before a position, or of the whole file where the bytes
/// before the position aren't known (gzip, other encodings). There is none when the file is shorter than the position, or when no record ends there
/// any more, as after a last line that was still being written has gone on. A change in the middle that leaves length and time as they are is not
/// noticed. A stream has none: looking would mean opening it for every batch that is committed.
/// </para>
/// <para>The extractors have no state: they may be read several times, also at once. The mapping is then called concurrently.</para>
/// </remarks>
public static partial class CsvExtractor
{
    /// <summary>Makes an extractor of a file whose rows are of a <see cref="CsvRecordAttribute"/> type.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="path">The path of the file. It need not exist until it is read.</param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <param name="name">The name of the source; the name of the file when left out.</param>
    /// <returns>The extractor.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or an option is not valid.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TRow"/> has no mapper: it isn't marked <see cref="CsvRecordAttribute"/>.</exception>
    /// <remarks>A field that can't be read is found by an exception, so a rejection costs about ten microseconds; a function that returns a rejection costs almost nothing.</remarks>
    public static IResumableExtractor<TRow> FromFile<TRow>(string path, CsvExtractorOptions? options = null, string? name = null) =>
        File(path, options, name, CsvRecordMapping.Generated<TRow>());

    /// <summary>Makes an extractor of a file whose rows are made by a <see cref="CsvRecordMapper{T}"/>.</summary>
    /// <param name="path">The path of the file. It need not exist until it is read.</param>
    /// <param name="createMapper">Makes the mapper of a reader whose header has been read; called once for every reading of the file.</param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <param name="name">The name of the source; the name of the file when left out.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or an option is not valid.</exception>
    /// <inheritdoc cref="FromFile{TRow}(string, CsvExtractorOptions?, string?)"/>
    public static IResumableExtractor<TRow> FromFile<TRow>(
        string path, Func<CsvReader, CsvRecordMapper<TRow>> createMapper, CsvExtractorOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(createMapper);
        return File(path, options, name, new CsvRecordMapping<TRow>(createMapper));
    }

    /// <summary>Makes an extractor of a file whose rows are made by a function.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="path">The path of the file. It need not exist until it is read.</param>
    /// <param name="map">
    /// Makes a row of a record, which is valid only during the call. An exception from it rejects the record, except for an
    /// <see cref="OperationCanceledException"/>; asking for a column that the header lacks fails the source.
    /// </param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <param name="name">The name of the source; the name of the file when left out.</param>
    /// <returns>The extractor.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or an option is not valid.</exception>
    public static IResumableExtractor<TRow> FromFile<TRow>(
        string path, Func<CsvRow, TRow> map, CsvExtractorOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        return File(path, options, name, new CsvFunctionMapping<TRow>(map));
    }

    /// <summary>Makes an extractor of a file whose rows are made by a function that can reject a record.</summary>
    /// <param name="path">The path of the file. It need not exist until it is read.</param>
    /// <param name="map">
    /// Makes a row of a record, which is valid only during the call, or returns <see cref="TransformResult.Reject(string)"/>.
    /// <see cref="TransformResult.Filter"/> fails the source: every record must be counted, so filter with <c>Where</c> on the pipeline.
    /// </param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <param name="name">The name of the source; the name of the file when left out.</param>
    /// <inheritdoc cref="FromFile{TRow}(string, Func{CsvRow, TRow}, CsvExtractorOptions?, string?)"/>
    public static IResumableExtractor<TRow> FromFile<TRow>(
        string path, Func<CsvRow, TransformResult<TRow>> map, CsvExtractorOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        return File(path, options, name, new CsvResultMapping<TRow>(map));
    }

    private static CsvSourceExtractor<TRow> File<TRow>(string path, CsvExtractorOptions? options, string? name, CsvMapping<TRow> mapping)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var source = new CsvFileSource(name ?? Path.GetFileName(path), path);
        ArgumentException.ThrowIfNullOrWhiteSpace(source.Name, nameof(name));
        return new CsvSourceExtractor<TRow>(source, new CsvSettings(options ?? new CsvExtractorOptions()), mapping);
    }
}

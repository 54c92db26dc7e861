using CsvHelper;

namespace EtlKit.Csv;

/// <content>Extractors of streams.</content>
public static partial class CsvExtractor
{
    /// <summary>Makes an extractor of a stream whose rows are of a <see cref="CsvRecordAttribute"/> type.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="name">The name of the source. See <see cref="IExtractor{TRow}.Name"/>. Where it ends with <c>.gz</c>, the stream is taken for gzip.</param>
    /// <param name="open">
    /// Opens the stream, anew for every reading, which closes it. A stream that can seek is resumed by seeking. Reading waits asynchronously, so a
    /// download is as good as a file.
    /// </param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <returns>The extractor.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or an option is not valid.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TRow"/> has no mapper: it isn't marked <see cref="CsvRecordAttribute"/>.</exception>
    public static IResumableExtractor<TRow> FromStream<TRow>(
        string name, Func<CancellationToken, ValueTask<Stream>> open, CsvExtractorOptions? options = null) =>
        Stream(name, open, options, CsvRecordMapping.Generated<TRow>());

    /// <summary>Makes an extractor of a stream whose rows are made by a <see cref="CsvRecordMapper{T}"/>.</summary>
    /// <param name="name">The name of the source. See <see cref="IExtractor{TRow}.Name"/>. Where it ends with <c>.gz</c>, the stream is taken for gzip.</param>
    /// <param name="open">Opens the stream, anew for every reading, which closes it. A stream that can seek is resumed by seeking.</param>
    /// <param name="createMapper">Makes the mapper of a reader whose header has been read; called once for every reading of the stream.</param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or an option is not valid.</exception>
    /// <inheritdoc cref="FromStream{TRow}(string, Func{CancellationToken, ValueTask{System.IO.Stream}}, CsvExtractorOptions?)"/>
    public static IResumableExtractor<TRow> FromStream<TRow>(
        string name,
        Func<CancellationToken, ValueTask<Stream>> open,
        Func<CsvReader, CsvRecordMapper<TRow>> createMapper,
        CsvExtractorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(createMapper);
        return Stream(name, open, options, new CsvRecordMapping<TRow>(createMapper));
    }

    /// <summary>Makes an extractor of a stream whose rows are made by a function.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="name">The name of the source. See <see cref="IExtractor{TRow}.Name"/>. Where it ends with <c>.gz</c>, the stream is taken for gzip.</param>
    /// <param name="open">Opens the stream, anew for every reading, which closes it. A stream that can seek is resumed by seeking.</param>
    /// <param name="map">
    /// Makes a row of a record, which is valid only during the call. An exception from it rejects the record, except for an
    /// <see cref="OperationCanceledException"/>; asking for a column that the header lacks fails the source.
    /// </param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <returns>The extractor.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, or an option is not valid.</exception>
    public static IResumableExtractor<TRow> FromStream<TRow>(
        string name, Func<CancellationToken, ValueTask<Stream>> open, Func<CsvRow, TRow> map, CsvExtractorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Stream(name, open, options, new CsvFunctionMapping<TRow>(map));
    }

    /// <summary>Makes an extractor of a stream whose rows are made by a function that can reject a record.</summary>
    /// <param name="name">The name of the source. See <see cref="IExtractor{TRow}.Name"/>. Where it ends with <c>.gz</c>, the stream is taken for gzip.</param>
    /// <param name="open">Opens the stream, anew for every reading, which closes it. A stream that can seek is resumed by seeking.</param>
    /// <param name="map">
    /// Makes a row of a record, which is valid only during the call, or returns <see cref="TransformResult.Reject(string)"/>.
    /// <see cref="TransformResult.Filter"/> fails the source: every record must be counted, so filter with <c>Where</c> on the pipeline.
    /// </param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <inheritdoc cref="FromStream{TRow}(string, Func{CancellationToken, ValueTask{System.IO.Stream}}, Func{CsvRow, TRow}, CsvExtractorOptions?)"/>
    public static IResumableExtractor<TRow> FromStream<TRow>(
        string name,
        Func<CancellationToken, ValueTask<Stream>> open,
        Func<CsvRow, TransformResult<TRow>> map,
        CsvExtractorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Stream(name, open, options, new CsvResultMapping<TRow>(map));
    }

    private static CsvSourceExtractor<TRow> Stream<TRow>(
        string name, Func<CancellationToken, ValueTask<Stream>> open, CsvExtractorOptions? options, CsvMapping<TRow> mapping)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(open);
        return new CsvSourceExtractor<TRow>(new CsvStreamSource(name, open), new CsvSettings(options ?? new CsvExtractorOptions()), mapping);
    }
}

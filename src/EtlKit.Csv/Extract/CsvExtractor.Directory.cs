using CsvHelper;

namespace EtlKit.Csv;

/// <content>Extractors of the files of a directory.</content>
public static partial class CsvExtractor
{
    private const string DefaultPattern = "*.csv";

    /// <summary>Makes one extractor for each file of a directory, with rows of a <see cref="CsvRecordAttribute"/> type.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="directory">The directory. It need not exist until it is enumerated.</param>
    /// <param name="pattern">The names of the files, with <c>*</c> and <c>?</c>; <c>*.csv</c> when left out. Hidden files count.</param>
    /// <param name="recursive">Whether the files of the directories below count too.</param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <returns>
    /// The extractors, in the ordinal order of their names: the paths of the files relative to the directory, with <c>/</c>. The directory is listed
    /// whenever the sequence is enumerated, so a new run sees new files; a directory that doesn't exist throws
    /// <see cref="DirectoryNotFoundException"/> then.
    /// </returns>
    /// <exception cref="ArgumentException"><paramref name="directory"/> or <paramref name="pattern"/> is empty, or an option is not valid.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TRow"/> has no mapper: it isn't marked <see cref="CsvRecordAttribute"/>.</exception>
    public static IEnumerable<IExtractor<TRow>> FromDirectory<TRow>(
        string directory, string pattern = DefaultPattern, bool recursive = false, CsvExtractorOptions? options = null) =>
        Files(directory, pattern, recursive, options, CsvRecordMapping.Generated<TRow>());

    /// <summary>Makes one extractor for each file of a directory, with rows made by a <see cref="CsvRecordMapper{T}"/>.</summary>
    /// <param name="directory">The directory. It need not exist until it is enumerated.</param>
    /// <param name="createMapper">Makes the mapper of a reader whose header has been read; called once for every reading of a file, concurrently for different files.</param>
    /// <param name="pattern">The names of the files, with <c>*</c> and <c>?</c>; <c>*.csv</c> when left out. Hidden files count.</param>
    /// <param name="recursive">Whether the files of the directories below count too.</param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <exception cref="ArgumentException"><paramref name="directory"/> or <paramref name="pattern"/> is empty, or an option is not valid.</exception>
    /// <inheritdoc cref="FromDirectory{TRow}(string, string, bool, CsvExtractorOptions?)"/>
    public static IEnumerable<IExtractor<TRow>> FromDirectory<TRow>(
        string directory,
        Func<CsvReader, CsvRecordMapper<TRow>> createMapper,
        string pattern = DefaultPattern,
        bool recursive = false,
        CsvExtractorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(createMapper);
        return Files(directory, pattern, recursive, options, new CsvRecordMapping<TRow>(createMapper));
    }

    /// <summary>Makes one extractor for each file of a directory, with rows made by a function.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="directory">The directory. It need not exist until it is enumerated.</param>
    /// <param name="map">
    /// Makes a row of a record, which is valid only during the call; called concurrently for different files. An exception from it rejects the
    /// record, except for an <see cref="OperationCanceledException"/>; asking for a column that the header lacks fails the source.
    /// </param>
    /// <param name="pattern">The names of the files, with <c>*</c> and <c>?</c>; <c>*.csv</c> when left out. Hidden files count.</param>
    /// <param name="recursive">Whether the files of the directories below count too.</param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <returns><inheritdoc cref="FromDirectory{TRow}(string, string, bool, CsvExtractorOptions?)" path="/returns/node()"/></returns>
    /// <exception cref="ArgumentException"><paramref name="directory"/> or <paramref name="pattern"/> is empty, or an option is not valid.</exception>
    public static IEnumerable<IExtractor<TRow>> FromDirectory<TRow>(
        string directory, Func<CsvRow, TRow> map, string pattern = DefaultPattern, bool recursive = false, CsvExtractorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Files(directory, pattern, recursive, options, new CsvFunctionMapping<TRow>(map));
    }

    /// <summary>Makes one extractor for each file of a directory, with rows made by a function that can reject a record.</summary>
    /// <param name="directory">The directory. It need not exist until it is enumerated.</param>
    /// <param name="map">
    /// Makes a row of a record, which is valid only during the call, or returns <see cref="TransformResult.Reject(string)"/>; called concurrently
    /// for different files. <see cref="TransformResult.Filter"/> fails the source: every record must be counted, so filter with <c>Where</c> on the pipeline.
    /// </param>
    /// <param name="pattern">The names of the files, with <c>*</c> and <c>?</c>; <c>*.csv</c> when left out. Hidden files count.</param>
    /// <param name="recursive">Whether the files of the directories below count too.</param>
    /// <param name="options">How to read; the defaults when left out.</param>
    /// <inheritdoc cref="FromDirectory{TRow}(string, Func{CsvRow, TRow}, string, bool, CsvExtractorOptions?)"/>
    public static IEnumerable<IExtractor<TRow>> FromDirectory<TRow>(
        string directory,
        Func<CsvRow, TransformResult<TRow>> map,
        string pattern = DefaultPattern,
        bool recursive = false,
        CsvExtractorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Files(directory, pattern, recursive, options, new CsvResultMapping<TRow>(map));
    }

    private static CsvDirectory<TRow> Files<TRow>(
        string directory, string pattern, bool recursive, CsvExtractorOptions? options, CsvMapping<TRow> mapping)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        return new CsvDirectory<TRow>(directory, pattern, recursive, new CsvSettings(options ?? new CsvExtractorOptions()), mapping);
    }
}

using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Makes loaders that write a CSV file.</summary>
/// <remarks>
/// A run writes to a file beside the target, whose name has <c>.partial</c> at its end. When the run has succeeded, it is flushed to the disk
/// and takes the place of the target in one step; when it has failed or was cancelled, it is deleted and the target is as it was. One run at a
/// time may write to a target: the next one fails when it starts. A batch is in the file whole or not at all.
/// <para>The loader is safe for concurrent use, a session of it is not.</para>
/// </remarks>
public static class CsvLoader
{
    /// <summary>Makes a loader that writes rows of a <see cref="CsvRecordAttribute"/> type to a file.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="path">The path of the file. Its directory must exist when a run starts.</param>
    /// <param name="options">How to write; the defaults when left out.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or an option is not valid.</exception>
    /// <exception cref="InvalidOperationException"><typeparamref name="TRow"/> can't be written: it isn't marked <see cref="CsvRecordAttribute"/>.</exception>
    public static ILoader<TRow> ToFile<TRow>(string path, CsvLoaderOptions? options = null) =>
        Create(path, new CsvRecordRowWriter<TRow>(CsvRecordWriter.Create<TRow>()), options);

    /// <summary>Makes a loader that writes chosen columns to a file.</summary>
    /// <typeparam name="TRow">The type of the rows.</typeparam>
    /// <param name="path">The path of the file. Its directory must exist when a run starts.</param>
    /// <param name="columns">Adds the columns, in their order: <c>c => c.Add("id", e => e.Id).Add("value", e => e.Value)</c>.</param>
    /// <param name="options">How to write; the defaults when left out.</param>
    /// <returns>The loader.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, there is no column, or an option is not valid.</exception>
    public static ILoader<TRow> ToFile<TRow>(string path, Action<CsvColumns<TRow>> columns, CsvLoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var added = new CsvColumns<TRow>();
        columns(added);
        if (added.Columns.Count == 0)
        {
            throw new ArgumentException("A CSV file needs at least one column, and none was added: call Add for each.", nameof(columns));
        }

        return Create(path, new CsvColumnsRowWriter<TRow>([.. added.Columns]), options);
    }

    private static CsvFileLoader<TRow> Create<TRow>(string path, CsvRowWriter<TRow> rows, CsvLoaderOptions? options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new CsvFileLoader<TRow>(Path.GetFullPath(path), rows, options ?? new CsvLoaderOptions());
    }
}

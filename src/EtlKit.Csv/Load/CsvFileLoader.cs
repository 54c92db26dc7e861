using CsvHelper;

namespace EtlKit.Csv;

/// <summary>The loader behind <see cref="CsvLoader"/>.</summary>
internal sealed class CsvFileLoader<TRow> : ILoader<TRow>
{
    private readonly string _path;
    private readonly CsvRowWriter<TRow> _rows;
    private readonly CsvWriterOptions _writer;
    private readonly bool _compressed;
    private readonly bool _hasHeader;

    public CsvFileLoader(string path, CsvRowWriter<TRow> rows, CsvLoaderOptions options)
    {
        _path = path;
        _rows = rows;
        _compressed = options.Compression == CsvCompression.Gzip
            || (options.Compression == CsvCompression.Auto && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase));
        var writer = new CsvWriterOptions
        {
            Separator = options.Delimiter,
            NewLine = options.NewLine,
            WriteByteOrderMark = options.WriteByteOrderMark,
            FormatProvider = options.Culture,
            HasHeader = options.HasHeader,
            Injection = options.NeutralizeFormulas ? CsvInjection.Escape : CsvInjection.None,
        };
        _writer = options.ConfigureWriter?.Invoke(writer) ?? writer;
        _hasHeader = _writer.HasHeader;

        // CsvHelper checks its options when a writer is made; this makes wrong ones fail here instead of in the run.
        CsvWriter.Create(Stream.Null, _writer).Dispose();
    }

    public string Name => $"CSV {Path.GetFileName(_path)}";

    public async ValueTask<ILoadSession<TRow>> OpenAsync(LoadContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        var encoder = new CsvBatchEncoder<TRow>(_rows, _writer, _compressed);
        var file = PartialFile.Create(_path);
        try
        {
            file.Append(encoder.EncodeStart(_hasHeader));
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return new CsvFileSession<TRow>(file, encoder, hasStart: _hasHeader || _writer.WriteByteOrderMark);
    }

    public ErrorKind Classify(Exception exception) => exception is CsvRowException ? ErrorKind.Data : ErrorKind.Fatal;
}

namespace EtlKit.Csv;

/// <summary>A CSV file.</summary>
internal sealed class CsvFileSource(string name, string path) : ICsvSource
{
    public string Name => name;

    // Asynchronous file reads go through the thread pool and are slower; a disk answers soon.
    public bool ReadsAsynchronously => false;

    // CsvHelper has a buffer of its own, so the stream needs none.
    public ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => new(new FileStream(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.SequentialScan,
    }));
}

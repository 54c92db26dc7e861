namespace EtlKit.Csv;

/// <summary>A CSV file.</summary>
internal sealed class CsvFileSource(string name, string path) : ICsvSource
{
    public string Name => name;

    // Asynchronous file reads go through the thread pool and are slower; a disk answers soon.
    public bool ReadsAsynchronously => false;

    public ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) => new(Open(FileOptions.SequentialScan));

    public SourceFingerprint? TakeFingerprint(SourcePosition position)
    {
        using var file = Open(FileOptions.RandomAccess);

        // The time comes first: what is written after it makes the time differ at the next look, and then the hashes decide.
        var modifiedAt = File.GetLastWriteTimeUtc(file.SafeFileHandle);
        return CsvFingerprint.Take(file, new DateTimeOffset(modifiedAt, TimeSpan.Zero), position);
    }

    // Whoever writes to the file, renames or deletes it is not disturbed. CsvHelper has a buffer of its own, so the stream needs none.
    private FileStream Open(FileOptions options)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = options,
            });
        }
        catch (Exception exception) when (SafeText.Clean(exception) is var clean && !ReferenceEquals(clean, exception))
        {
            throw clean;
        }
    }
}

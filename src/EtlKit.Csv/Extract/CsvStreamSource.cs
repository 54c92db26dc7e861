namespace EtlKit.Csv;

/// <summary>A stream of CSV that the user opens.</summary>
internal sealed class CsvStreamSource(string name, Func<CancellationToken, ValueTask<Stream>> open) : ICsvSource
{
    public string Name => name;

    public bool ReadsAsynchronously => true;

    public async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken) =>
        await open(cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidOperationException("The function that opens the stream returned null.");

    // To look, it would have to be opened, for every batch that is committed: the user's function may start a download or take a message from a queue.
    public SourceFingerprint? TakeFingerprint(SourcePosition position) => null;
}

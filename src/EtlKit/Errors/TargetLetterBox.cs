namespace EtlKit;

/// <summary>The dead letters in the target.</summary>
internal sealed class TargetLetterBox(IRejectStore store, string pipeline) : ILetterBox
{
    public IAsyncEnumerable<string> ListSourcesAsync(CancellationToken cancellationToken) => store.ListRejectedSourcesAsync(pipeline, cancellationToken);

    public IAsyncEnumerable<DeadLetter> ReadAsync(string source, CancellationToken cancellationToken) => store.ReadRejectsAsync(pipeline, source, cancellationToken);
}

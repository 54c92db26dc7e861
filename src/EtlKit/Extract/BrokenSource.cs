namespace EtlKit;

/// <summary>A source that can't even be begun: it fails in the place of the one that was listed.</summary>
internal sealed class BrokenSource<TRow>(string name, string problem) : ISource<TRow>
{
    public string Name => name;

    public ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken) =>
        throw new InvalidOperationException(problem);

    public Task RunAsync(StepContext step, RowSink<TRow> sink) => throw new InvalidOperationException(problem);

    public Task ReplayAsync(Func<CancellationToken, IAsyncEnumerable<DeadLetter>> open, StepContext step, RowSink<TRow> sink) =>
        throw new InvalidOperationException(problem);
}

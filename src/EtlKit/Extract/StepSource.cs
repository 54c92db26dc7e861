namespace EtlKit;

/// <summary>A source with one step more.</summary>
internal sealed class StepSource<TInput, TOutput>(ISource<TInput> source, Func<StepContext, RowSink<TOutput>, RowSink<TInput>> makeSink)
    : ISource<TOutput>
{
    public string Name => source.Name;

    public ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken) =>
        source.GetFingerprintAsync(position, cancellationToken);

    public Task RunAsync(StepContext step, RowSink<TOutput> sink) => source.RunAsync(step, makeSink(step, sink));

    public Task ReplayAsync(Func<CancellationToken, IAsyncEnumerable<DeadLetter>> open, StepContext step, RowSink<TOutput> sink) =>
        source.ReplayAsync(open, step, makeSink(step, sink));
}

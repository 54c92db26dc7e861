namespace EtlKit;

/// <summary>The source of an extractor, before any step.</summary>
internal sealed class ExtractorSource<TRow>(IExtractor<TRow> extractor) : ISource<TRow>
{
    public string Name => extractor.Name;

    public ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken) =>
        extractor is IResumableExtractor<TRow> resumable ? resumable.GetFingerprintAsync(position, cancellationToken) : default;

    public Task RunAsync(StepContext step, RowSink<TRow> sink) => extractor is IResumableExtractor<TRow> resumable
        ? new SourcePump<Extracted<TRow>, TRow, ExtractedReader<TRow>>(step, sink)
            .RunAsync(token => resumable.ExtractFromAsync(step.Source.Start.Position, token), skip: 0)
        : new SourcePump<TRow, TRow, RowReader<TRow>>(step, sink)
            .RunAsync(extractor.ExtractAsync, skip: step.Source.Start.Position.Rows);

    public Task ReplayAsync(Func<CancellationToken, IAsyncEnumerable<DeadLetter>> open, StepContext step, RowSink<TRow> sink) =>
        new SourcePump<ParsedLetter<TRow>, TRow, LetterReader<TRow>>(step, sink).RunAsync(token => LetterParser.ParseAsync(extractor, open(token), token), skip: 0);
}

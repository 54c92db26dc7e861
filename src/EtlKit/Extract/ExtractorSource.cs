namespace EtlKit;

/// <summary>The source of an extractor, before any step.</summary>
internal sealed class ExtractorSource<TRow>(IExtractor<TRow> extractor) : ISource<TRow>
{
    public string Name => extractor.Name;

    public Task RunAsync(StepContext step, RowSink<TRow> sink) => extractor is IResumableExtractor<TRow> resumable
        ? new SourcePump<Extracted<TRow>, TRow, ExtractedReader<TRow>>(step, sink)
            .RunAsync(resumable.ExtractFromAsync(SourcePosition.Start, step.Stop))
        : new SourcePump<TRow, TRow, RowReader<TRow>>(step, sink)
            .RunAsync(extractor.ExtractAsync(step.Stop));
}

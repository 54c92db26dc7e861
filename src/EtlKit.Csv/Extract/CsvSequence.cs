namespace EtlKit.Csv;

/// <summary>The records of a source from a position on.</summary>
internal sealed class CsvSequence<TRow>(
    ICsvSource source, CsvSettings settings, CsvMapping<TRow> mapping, SourcePosition start, CancellationToken extractionToken)
    : IAsyncEnumerable<Extracted<TRow>>
{
    public IAsyncEnumerator<Extracted<TRow>> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new CsvEnumerator<TRow>(
            source, settings, mapping, (meter, token) => CsvOpener.OpenAsync(source, settings, start, meter, token), extractionToken, cancellationToken);
}

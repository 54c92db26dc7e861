using System.Runtime.CompilerServices;

namespace EtlKit.Csv;

/// <summary>The extractor behind <see cref="CsvExtractor"/>. It has no state, so it may be read several times, also at once.</summary>
internal sealed class CsvSourceExtractor<TRow>(ICsvSource source, CsvSettings settings, CsvMapping<TRow> mapping) : IResumableExtractor<TRow>, IReplayableExtractor<TRow>
{
    public string Name => source.Name;

    public ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return new(source.TakeFingerprint(position));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ValueTask.FromException<SourceFingerprint?>(CsvErrors.CannotFingerprint(source.Name, exception));
        }
    }

    public IAsyncEnumerable<Extracted<TRow>> ExtractFromAsync(SourcePosition start, CancellationToken cancellationToken) =>
        new CsvSequence<TRow>(source, settings, mapping, start, cancellationToken);

    public async ValueTask<ITransformer<string, TRow>> OpenParserAsync(CancellationToken cancellationToken)
    {
        var input = await CsvOpener.OpenAsync(source, settings.WithoutHeader(), SourcePosition.Start, new CsvMeter(), cancellationToken).ConfigureAwait(false);
        await using var end = input.ConfigureAwait(false);
        return await CsvTextParser<TRow>.MakeAsync(source, settings, mapping, input, cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<TRow> ExtractAsync(CancellationToken cancellationToken) => RowsAsync(cancellationToken);

    private async IAsyncEnumerable<TRow> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in ExtractFromAsync(SourcePosition.Start, cancellationToken).ConfigureAwait(false))
        {
            yield return item.Rejection is { } rejection
                ? throw CsvErrors.Rejected(source.Name, item.LineNumber, rejection.Reason)
                : item.Row;
        }
    }
}

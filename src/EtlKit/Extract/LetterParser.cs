using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>Makes rows of dead letters.</summary>
internal static class LetterParser
{
    private static readonly Rejection NoParser = new($"the row can't be replayed: its extractor is no {nameof(IReplayableExtractor<>)}, which could read it from its raw text");
    private static readonly Rejection NoText = new("the row can't be replayed: neither its raw text nor its value as JSON was stored; the latter takes the second argument of WriteRejectsTo or WriteRejectsToTarget");
    private static readonly Rejection NoJson = new("the row can't be replayed: its value was stored as JSON, but the pipeline was not given the means to read it");
    private static readonly Rejection NullRow = new("the row can't be replayed: the value that was stored for it is null");

    /// <summary>Makes rows of raw texts, as the extractor would.</summary>
    public static async IAsyncEnumerable<ParsedLetter<TRow>> ParseAsync<TRow>(
        IExtractor<TRow> extractor, IAsyncEnumerable<DeadLetter> letters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = extractor is IReplayableExtractor<TRow> replayable ? await replayable.OpenParserAsync(cancellationToken).ConfigureAwait(false) : null;
        using var end = parser as IDisposable;
        await foreach (var letter in letters.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return new(letter, letter.Reject.RawText is not { } text ? NoText : parser is null ? NoParser : Parse(parser, text, letter.Reject));
        }
    }

    /// <summary>Makes rows of the values that were stored when the loader refused them.</summary>
    public static async IAsyncEnumerable<ParsedLetter<TRow>> ParseAsync<TRow>(
        RowJson<TRow>? rowJson, IAsyncEnumerable<DeadLetter> letters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var letter in letters.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return new(letter, rowJson is null ? NoJson : Parse(rowJson, letter.Reject.Row!));
        }
    }

    private static TransformResult<TRow> Parse<TRow>(ITransformer<string, TRow> parser, string text, Reject reject)
    {
        try
        {
            return parser.Transform(text, new RowContext(reject.Source, reject.RowNumber, reject.LineNumber));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new Rejection($"reading the raw text threw {exception.GetType().Name}") { Exception = exception };
        }
    }

    private static TransformResult<TRow> Parse<TRow>(RowJson<TRow> rowJson, string json)
    {
        try
        {
            return rowJson.Parse(json) is { } row ? TransformResult.Row(row) : NullRow;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new Rejection($"the row can't be replayed: reading its value from JSON threw {exception.GetType().Name}") { Exception = exception };
        }
    }
}

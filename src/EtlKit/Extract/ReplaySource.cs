using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>The dead letters of one source, each of which goes on at the stage that rejected it.</summary>
/// <param name="name">The name of the source.</param>
/// <param name="source">The source; null when it is no longer listed.</param>
/// <param name="letters">Where the letters are.</param>
/// <param name="rowJson">Reads a row from JSON; null when that isn't known.</param>
internal sealed class ReplaySource<TRow>(string name, ISource<TRow>? source, ILetterBox letters, RowJson<TRow>? rowJson) : ISource<TRow>
{
    private static readonly Rejection NoSource = new("the row can't be replayed: its source is not listed any more, so nothing can tell how its raw text is to be read");

    public string Name => name;

    public ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken) => default;

    public async Task RunAsync(StepContext step, RowSink<TRow> sink)
    {
        // Rows that the loader refused have all steps behind them.
        await PumpAsync(step, sink, token => LetterParser.ParseAsync(rowJson, ReadAsync(areRows: true, token), token)).ConfigureAwait(false);
        await (source is not null
            ? source.ReplayAsync(token => ReadAsync(areRows: false, token), step, sink)
            : PumpAsync(step, sink, RejectAsync)).ConfigureAwait(false);
    }

    public Task ReplayAsync(Func<CancellationToken, IAsyncEnumerable<DeadLetter>> open, StepContext step, RowSink<TRow> sink) =>
        throw new NotSupportedException("A replayed source is not replayed again.");

    private static Task PumpAsync(StepContext step, RowSink<TRow> sink, Func<CancellationToken, IAsyncEnumerable<ParsedLetter<TRow>>> open) =>
        new SourcePump<ParsedLetter<TRow>, TRow, LetterReader<TRow>>(step, sink).RunAsync(open, skip: 0);

    private async IAsyncEnumerable<ParsedLetter<TRow>> RejectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var letter in ReadAsync(areRows: false, cancellationToken).ConfigureAwait(false))
        {
            yield return new(letter, NoSource);
        }
    }

    private async IAsyncEnumerable<DeadLetter> ReadAsync(bool areRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var letter in letters.ReadAsync(name, cancellationToken).ConfigureAwait(false))
        {
            if (letter.IsRow == areRows)
            {
                yield return letter;
            }
        }
    }
}

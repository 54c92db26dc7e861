using System.Diagnostics.CodeAnalysis;

namespace EtlKit;

/// <summary>Reads dead letters.</summary>
internal readonly struct LetterReader<TRow> : IItemReader<ParsedLetter<TRow>, TRow>
{
    private static readonly Rejection Filtered = new("the extractor makes no row of the raw text");

    public static bool TryGetRow(in ParsedLetter<TRow> item, out TRow row, [NotNullWhen(false)] out Rejection? rejection)
    {
        var hasRow = item.Result.HasRow;
        row = hasRow ? item.Result.Row : default!;
        rejection = hasRow ? null : item.Result.Rejection ?? Filtered;
        return hasRow;
    }

    public static long RowNumberOf(in ParsedLetter<TRow> item, long count) => item.Letter.Reject.RowNumber;

    public static DeadLetter? LetterOf(in ParsedLetter<TRow> item) => item.Letter;

    public static long LineNumberOf(in ParsedLetter<TRow> item) => item.Letter.Reject.LineNumber;

    public static SourcePosition PositionAfter(in ParsedLetter<TRow> item, long rowNumber) => new(rowNumber);
}

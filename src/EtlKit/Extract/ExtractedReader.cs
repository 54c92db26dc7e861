using System.Diagnostics.CodeAnalysis;

namespace EtlKit;

/// <summary>Reads the items of an <see cref="IResumableExtractor{TRow}"/>.</summary>
internal readonly struct ExtractedReader<TRow> : IItemReader<Extracted<TRow>, TRow>
{
    public static bool TryGetRow(in Extracted<TRow> item, out TRow row, [NotNullWhen(false)] out Rejection? rejection)
    {
        rejection = item.Rejection;
        row = rejection is null ? item.Row : default!;
        return rejection is null;
    }

    public static long RowNumberOf(in Extracted<TRow> item, long count) => count;

    public static DeadLetter? LetterOf(in Extracted<TRow> item) => null;

    public static long LineNumberOf(in Extracted<TRow> item) => item.LineNumber;

    public static SourcePosition PositionAfter(in Extracted<TRow> item, long rowNumber) => item.Position;
}

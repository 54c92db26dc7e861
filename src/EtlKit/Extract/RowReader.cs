using System.Diagnostics.CodeAnalysis;

namespace EtlKit;

/// <summary>Reads the items of a plain <see cref="IExtractor{TRow}"/>: they are the rows.</summary>
internal readonly struct RowReader<TRow> : IItemReader<TRow, TRow>
{
    public static bool TryGetRow(in TRow item, out TRow row, [NotNullWhen(false)] out Rejection? rejection)
    {
        row = item;
        rejection = null;
        return true;
    }

    public static long RowNumberOf(in TRow item, long count) => count;

    public static DeadLetter? LetterOf(in TRow item) => null;

    public static long LineNumberOf(in TRow item) => 0;

    public static SourcePosition PositionAfter(in TRow item, long rowNumber) => new(rowNumber);
}

using System.Diagnostics.CodeAnalysis;

namespace EtlKit;

/// <summary>Takes apart what an extractor's sequence yields. Implemented by structs, so that the pump's loop calls it directly.</summary>
internal interface IItemReader<TItem, TRow>
{
    /// <summary>The row of an item; false when the item is a rejection.</summary>
    static abstract bool TryGetRow(in TItem item, out TRow row, [NotNullWhen(false)] out Rejection? rejection);

    /// <summary>The number of the row that an item is, given how many items there were.</summary>
    static abstract long RowNumberOf(in TItem item, long count);

    static abstract long LineNumberOf(in TItem item);

    /// <summary>The dead letter that an item was read from; null where none is replayed.</summary>
    static abstract DeadLetter? LetterOf(in TItem item);

    /// <summary>The position after an item that is the row of that number.</summary>
    static abstract SourcePosition PositionAfter(in TItem item, long rowNumber);
}

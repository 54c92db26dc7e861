using System.Collections;

namespace EtlKit;

/// <summary>Rows that are loaded together: all or none.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
/// <remarks>Not safe for concurrent use. Its memory belongs to the writer and is used again after the call that got the batch has ended.</remarks>
public sealed class RowBatch<TRow> : IReadOnlyList<TRow>
{
    /// <summary>Creates a batch, for a test of a loader say.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="number">The 1-based number of the batch in its run.</param>
    public RowBatch(ReadOnlyMemory<TRow> rows, long number = 1)
    {
        Memory = rows;
        Number = number;
    }

    /// <summary>Gets the 1-based number of the batch in its run. A batch that is tried again keeps its number.</summary>
    public long Number { get; }

    /// <summary>Gets the rows as a span: the fastest way to read them, in code that doesn't await.</summary>
    public ReadOnlySpan<TRow> Rows => Memory.Span;

    /// <summary>Gets the rows as memory, for code that awaits between them.</summary>
    public ReadOnlyMemory<TRow> Memory { get; }

    /// <summary>Gets how many rows there are.</summary>
    public int Count => Memory.Length;

    /// <summary>Gets a row.</summary>
    /// <param name="index">Its 0-based index.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public TRow this[int index] => Memory.Span[index];

    /// <inheritdoc/>
    public IEnumerator<TRow> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>
/// Some rows of one source on their way to the writer, and all that happened between them: rejects, and how many were filtered.
/// </summary>
/// <remarks>
/// Owned by one side at a time: by a producer while it is filled, by the channel, then by the writer, which gives it back to the pool.
/// Rows travel in chunks because handing over each row by itself costs ten times as much.
/// </remarks>
internal sealed class Chunk<TRow>(int capacity, bool tracksOrigins)
{
    public TRow[] Rows { get; } = new TRow[capacity];

    /// <summary>Where each row stands in its source; null when nobody will ask.</summary>
    public RowOrigin[]? Origins { get; } = tracksOrigins ? new RowOrigin[capacity] : null;

    public int Count { get; set; }

    /// <summary>The size of the rows and of the raw text of the rejects, where it can be told.</summary>
    public long Bytes { get; set; }

    public long Filtered { get; set; }

    public RejectList Rejects { get; } = [];

    /// <summary>The dead letters that are replayed in this chunk, whole; none in any other run.</summary>
    public List<LetterShare> Letters { get; } = [];

    public SourceRun? Source { get; set; }

    /// <summary>How far the source is decided when this chunk is; null when checkpoints are off.</summary>
    public SourceProgress? Progress { get; set; }

    /// <summary>
    /// How much room it takes in a batch. Rejects take room as rows do, so that a source of nothing but rejects is bounded too; and so do letters of which nothing
    /// is left.
    /// </summary>
    public int Weight => Math.Max(Count + Rejects.Count, Letters.Count);

    public bool IsEmpty => Count == 0 && Rejects.Count == 0 && Filtered == 0;

    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TRow>())
        {
            Array.Clear(Rows, 0, Count);
        }

        Count = 0;
        Bytes = 0;
        Filtered = 0;
        Rejects.Clear();
        Letters.Clear();
        Source = null;
        Progress = null;
    }
}

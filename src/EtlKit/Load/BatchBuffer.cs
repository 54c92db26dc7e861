using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>The batch that the writer gathers: rows, and what else its chunks brought. Owned by the writer.</summary>
internal sealed class BatchBuffer<TRow>(int batchSize, long maxBytes)
{
    private TRow[] _rows = [];

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    public long Bytes { get; private set; }

    public long Filtered { get; private set; }

    public List<Reject> Rejects { get; } = [];

    /// <summary>What each source has in the batch.</summary>
    public Dictionary<SourceRun, SourceShare> Shares { get; } = [];

    public ReadOnlyMemory<TRow> Rows => _rows.AsMemory(0, Count);

    public bool IsEmpty => Weight == 0 && Filtered == 0;

    public bool IsFull => Weight >= batchSize || Bytes >= maxBytes;

    // Rejects take room as rows do, so that a source of nothing but rejects is bounded too.
    private int Weight => Count + Rejects.Count;

    /// <summary>Whether a chunk fits in. It always does when there is nothing yet.</summary>
    public bool Fits(Chunk<TRow> chunk) =>
        Weight == 0 || (Weight + chunk.Count + chunk.Rejects.Count <= batchSize && Bytes + chunk.Bytes <= maxBytes);

    public void Add(Chunk<TRow> chunk)
    {
        if (Count + chunk.Count > _rows.Length)
        {
            // The largest batch so far decides: a pipeline that never fills its batches never pays for them.
            Array.Resize(ref _rows, Math.Max(chunk.Count, Math.Min(batchSize, Math.Max(Count + chunk.Count, 2 * _rows.Length))));
        }

        chunk.Rows.AsSpan(0, chunk.Count).CopyTo(_rows.AsSpan(Count));
        Count += chunk.Count;
        Bytes += chunk.Bytes;
        Filtered += chunk.Filtered;
        Rejects.AddRange(chunk.Rejects);

        var share = Shares.GetValueOrDefault(chunk.Source!);
        Shares[chunk.Source!] = new SourceShare(
            share.Rows + chunk.Count, share.Filtered + chunk.Filtered, share.Rejected + chunk.Rejects.Count);
    }

    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TRow>())
        {
            Array.Clear(_rows, 0, Count);
        }

        Count = 0;
        Bytes = 0;
        Filtered = 0;
        Rejects.Clear();
        Shares.Clear();
    }
}

using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>The batch that the writer gathers: rows, and what else its chunks brought. Owned by the writer.</summary>
internal sealed class BatchBuffer<TRow>(BatchLimits limits, bool tracksOrigins)
{
    private TRow[] _rows = [];
    private RowOrigin[] _origins = [];
    private long _weight;

    // Made when it is asked for.
    private Dictionary<long, LetterShare>? _letterById;

    // The sources of the rows: each reaches from the end of the one before to its own.
    private readonly List<(int End, SourceRun Source)> _sources = [];

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    public long Bytes { get; private set; }

    public long Filtered { get; private set; }

    public RejectList Rejects { get; } = [];

    /// <summary>The dead letters that are replayed in the batch; none in any other run.</summary>
    public List<LetterShare> Letters { get; } = [];

    /// <summary>What each source has in the batch.</summary>
    public Dictionary<SourceRun, SourceShare> Shares { get; } = [];

    public ReadOnlyMemory<TRow> Rows => _rows.AsMemory(0, Count);

    public bool IsEmpty => Shares.Count == 0;

    /// <summary>Whether it may become a large batch.</summary>
    public bool MayBeLarge { get; set; }

    public bool IsFull => limits.AreReached(_weight, Bytes, MayBeLarge);

    /// <summary>Whether a chunk fits in. It always does when there is nothing yet.</summary>
    public bool Fits(Chunk<TRow> chunk) => _weight == 0 || limits.AllowMore(_weight, Bytes, chunk.Weight, chunk.Bytes, MayBeLarge);

    public void Add(Chunk<TRow> chunk)
    {
        MakeRoom(chunk.Count);
        chunk.Rows.AsSpan(0, chunk.Count).CopyTo(_rows.AsSpan(Count));
        chunk.Origins?.AsSpan(0, chunk.Count).CopyTo(_origins.AsSpan(Count));
        Count += chunk.Count;
        _weight += chunk.Weight;
        Bytes += chunk.Bytes;
        Filtered += chunk.Filtered;
        Rejects.AddRange(chunk.Rejects);
        Letters.AddRange(chunk.Letters);

        var source = chunk.Source!;
        if (tracksOrigins)
        {
            _sources.Add((Count, source));
        }

        var share = Shares.GetValueOrDefault(source);
        Shares[source] = new SourceShare(
            share.Rows + chunk.Count, share.Filtered + chunk.Filtered, share.Rejected + chunk.Rejects.Count, chunk.Progress ?? share.Progress);
    }

    /// <summary>Tells where a row comes from. Only for a buffer that tracks origins.</summary>
    public (SourceRun Source, RowOrigin Origin) OriginOf(int index)
    {
        var (low, high) = (0, _sources.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = index < _sources[middle].End ? (low, middle) : (middle + 1, high);
        }

        return (_sources[low].Source, _origins[index]);
    }

    /// <summary>The dead letter of an id.</summary>
    public LetterShare LetterOf(long id) => (_letterById ??= Letters.ToDictionary(share => share.Letter.Id))[id];

    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TRow>())
        {
            Array.Clear(_rows, 0, Count);
        }

        Count = 0;
        _weight = 0;
        Bytes = 0;
        Filtered = 0;
        Rejects.Clear();
        Letters.Clear();
        _letterById = null;
        Shares.Clear();
        _sources.Clear();
    }

    private void MakeRoom(int rows)
    {
        if (Count + rows <= _rows.Length)
        {
            return;
        }

        // The largest batch so far decides: a pipeline that never fills its batches never pays for them.
        var most = Count + rows <= limits.Rows ? limits.Rows : limits.LargeRows;
        var length = Math.Max(Count + rows, (int)Math.Min(most, Math.Max((long)Count + rows, 2L * _rows.Length)));
        Array.Resize(ref _rows, length);
        if (tracksOrigins)
        {
            Array.Resize(ref _origins, length);
        }
    }
}

using System.Collections.Concurrent;

namespace EtlKit;

/// <summary>The chunks of a run that are not in use. Safe for concurrent use.</summary>
/// <remarks>It never holds more chunks than were in use at once, and that number is bounded by the channel and the producers.</remarks>
internal sealed class ChunkPool<TRow>(int chunkRows, bool tracksOrigins)
{
    private readonly ConcurrentQueue<Chunk<TRow>> _free = new();

    public Chunk<TRow> Rent() => _free.TryDequeue(out var chunk) ? chunk : new Chunk<TRow>(chunkRows, tracksOrigins);

    /// <summary>Makes a chunk that is larger than others.</summary>
    public Chunk<TRow> RentLarge(int rows) => new(rows, tracksOrigins);

    public void Return(Chunk<TRow> chunk)
    {
        if (chunk.Rows.Length == chunkRows)
        {
            chunk.Clear();
            _free.Enqueue(chunk);
        }
    }
}

namespace EtlKit;

/// <summary>How the limits that options state in rows and bytes become sizes of chunks and of the channel.</summary>
/// <param name="ChunkRows">Rows and rejects in a chunk.</param>
/// <param name="ChunkBytes">Bytes after which a chunk takes no further row.</param>
/// <param name="Chunks">Chunks in the channel.</param>
internal readonly record struct ChannelLayout(int ChunkRows, long ChunkBytes, int Chunks)
{
    /// <summary>Above this, larger chunks no longer make the hand-over cheaper.</summary>
    private const int MaxChunkRows = 1024;

    /// <summary>A channel of fewer chunks than this would make producers and writer wait for each other in turn.</summary>
    private const int MinChunks = 4;

    /// <summary>Chunks are so much smaller than a batch in bytes: batches can be filled well, and the channel, by default, still holds one more, so that wide rows aren't gathered and loaded in turn.</summary>
    private const int ChunksInBatchBytes = 8;

    /// <summary>A chunk is closed by a row that makes it too large: for those, a sixteenth of the batch is left.</summary>
    private const int RoomForLastRows = 16;

    public static ChannelLayout For(PipelineOptions options)
    {
        var rows = Math.Min(MaxChunkRows, Math.Max(1, options.ChannelCapacity / MinChunks));

        // Batches are made of whole chunks: a chunk that is a part of a batch fills it without a rest.
        var chunksInBatch = ((options.BatchSize - 1) / rows) + 1;
        rows = Math.Max(1, options.BatchSize / chunksInBatch);

        return new ChannelLayout(
            rows,
            Math.Max(1, (options.MaxBatchBytes - (options.MaxBatchBytes / RoomForLastRows)) / ChunksInBatchBytes),
            Math.Max(1, options.ChannelCapacity / rows));
    }
}

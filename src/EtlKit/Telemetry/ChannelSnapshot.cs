namespace EtlKit;

/// <summary>How full the channel was. Immutable.</summary>
/// <remarks>
/// Rows travel in chunks of one source, and the channel is full when it holds <see cref="ChunkCapacity"/> of them. Where sources are slow, chunks are handed over
/// before they are full, and the channel is full with fewer rows than <see cref="RowCapacity"/>.
/// </remarks>
public sealed record ChannelSnapshot
{
    /// <summary>Gets how many rows and rejects wait in the channel.</summary>
    public long Rows { get; init; }

    /// <summary>Gets how many rows it holds at most: <see cref="PipelineOptions.ChannelCapacity"/>.</summary>
    public int RowCapacity { get; init; }

    /// <summary>Gets how many chunks wait in the channel.</summary>
    public int Chunks { get; init; }

    /// <summary>Gets how many chunks it holds at most; it is full when there are so many.</summary>
    public int ChunkCapacity { get; init; }

    /// <summary>Gets how many producers wait for room.</summary>
    public int ProducersWaiting { get; init; }
}

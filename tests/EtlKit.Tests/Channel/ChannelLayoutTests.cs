namespace EtlKit.Tests;

public sealed class ChannelLayoutTests
{
    [Theory]
    [InlineData(10_000, 10_000, 1000, 10)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 10_000, 1, 1)]
    [InlineData(10_000, 1, 1, 10_000)]
    [InlineData(10_000, 1000, 1000, 10)]
    [InlineData(100, 10, 10, 10)]
    [InlineData(1_000_000, 1_000_000, 1023, 977)]
    public void For_Options_FillsBatchesWithWholeChunksAndStaysWithinTheCapacity(int capacity, int batchSize, int chunkRows, int chunks)
    {
        var layout = ChannelLayout.For(new PipelineOptions { ChannelCapacity = capacity, BatchSize = batchSize });

        layout.ChunkRows.Should().Be(chunkRows);
        layout.Chunks.Should().Be(chunks);
        (layout.ChunkRows * layout.Chunks).Should().BeLessThanOrEqualTo(capacity);
    }
}

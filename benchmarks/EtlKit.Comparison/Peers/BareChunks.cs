using System.Buffers;
using System.Threading.Channels;

namespace EtlKit.Comparison;

/// <summary>What is left when nothing but the moving is done: rows in pooled arrays through a bounded channel.</summary>
internal static class BareChunks
{
    private const int ChunkRows = 512;
    private const int Chunks = PipelineDefaults.ChannelCapacity / ChunkRows;

    public static async Task<long> MoveAsync(int rows, int producers)
    {
        var channel = Channel.CreateBounded<ArraySegment<int>>(
            new BoundedChannelOptions(Chunks) { SingleReader = true, SingleWriter = producers == 1 });
        var producing = Task.WhenAll(Enumerable.Range(0, producers).Select(producer => Task.Run(() => ProduceAsync(channel.Writer, rows, producer, producers))));
        var completing = producing.ContinueWith(
            done => channel.Writer.Complete(done.Exception), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        long count = 0;
        while (await channel.Reader.WaitToReadAsync())
        {
            while (channel.Reader.TryRead(out var chunk))
            {
                count += chunk.Count;
                ArrayPool<int>.Shared.Return(chunk.Array!);
            }
        }

        await completing;
        return Integers.Checked(count, rows);
    }

    private static async Task ProduceAsync(ChannelWriter<ArraySegment<int>> channel, int rows, int producer, int producers)
    {
        foreach (var _ in Integers.SourcesOf(producer, producers))
        {
            var chunk = ArrayPool<int>.Shared.Rent(ChunkRows);
            var count = 0;
            await foreach (var row in Integers.SourceAsync(rows))
            {
                chunk[count++] = Integers.Step(row);
                if (count == ChunkRows)
                {
                    await channel.WriteAsync(new(chunk, 0, count));
                    chunk = ArrayPool<int>.Shared.Rent(ChunkRows);
                    count = 0;
                }
            }

            await channel.WriteAsync(new(chunk, 0, count));
        }
    }
}

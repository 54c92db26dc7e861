using System.Buffers;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;

namespace EtlKit.Benchmarks;

/// <summary>Why do rows cross the channel in chunks? One producer, one reader, and the same number of rows in the channel.</summary>
public class ChannelBenchmark
{
    private const int CapacityInRows = 10_000;
    private static readonly int Rows = DataSize.Rows(10_000_000);

    [Benchmark(Baseline = true)]
    public async Task<long> ItemByItem()
    {
        var channel = Channel.CreateBounded<int>(new BoundedChannelOptions(CapacityInRows) { SingleReader = true });
        var producer = Task.Run(async () =>
        {
            for (var i = 0; i < Rows; i++)
            {
                if (!channel.Writer.TryWrite(i))
                {
                    await channel.Writer.WriteAsync(i);
                }
            }

            channel.Writer.Complete();
        });

        long sum = 0;
        while (await channel.Reader.WaitToReadAsync())
        {
            while (channel.Reader.TryRead(out var row))
            {
                sum += row;
            }
        }

        await producer;
        return sum;
    }

    [Benchmark]
    public Task<long> ChunksOf64() => Chunks(64);

    [Benchmark]
    public Task<long> ChunksOf512() => Chunks(512);

    [Benchmark]
    public Task<long> ChunksOf4096() => Chunks(4096);

    private static async Task<long> Chunks(int size)
    {
        var channel = Channel.CreateBounded<ArraySegment<int>>(
            new BoundedChannelOptions(Math.Max(1, CapacityInRows / size)) { SingleReader = true });
        var producer = Task.Run(async () =>
        {
            for (var first = 0; first < Rows; first += size)
            {
                var chunk = new ArraySegment<int>(ArrayPool<int>.Shared.Rent(size), 0, Math.Min(size, Rows - first));
                for (var i = 0; i < chunk.Count; i++)
                {
                    chunk.Array![i] = first + i;
                }

                if (!channel.Writer.TryWrite(chunk))
                {
                    await channel.Writer.WriteAsync(chunk);
                }
            }

            channel.Writer.Complete();
        });

        long sum = 0;
        while (await channel.Reader.WaitToReadAsync())
        {
            while (channel.Reader.TryRead(out var chunk))
            {
                foreach (var row in chunk.AsSpan())
                {
                    sum += row;
                }

                ArrayPool<int>.Shared.Return(chunk.Array!);
            }
        }

        await producer;
        return sum;
    }
}

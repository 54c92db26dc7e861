namespace EtlKit.Tests;

/// <summary>Promise 1: rows in flight never exceed what the options say.</summary>
public sealed class BackpressureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 1, 1)]
    [InlineData(1, 100, 10)]
    [InlineData(4, 100, 10)]
    [InlineData(4, 10_000, 1000)]
    [InlineData(3, 17, 1000)]
    public async Task RunAsync_LoaderStandsStill_ExtractsNoMoreThanFits(int producers, int capacity, int batchSize)
    {
        // The loader holds up the first batch until nothing moves any more, which is when every producer waits for the channel.
        var extracted = 0;
        var gate = new Gate();
        var most = 0;
        var target = new Collected<int>
        {
            OnLoad = async (batch, token) =>
        {
            if (batch.Number == 1)
            {
                await gate.PassAsync(token);
            }

            most = Math.Max(most, batch.Count);
        }
        };
        var sources = Enumerable.Range(0, producers).Select(i => Extractor.From($"{i}", Rows()));
        var pipeline = new PipelineBuilder("p").Extract(sources).Load(target).Configure(o =>
        {
            o.Producers = producers;
            o.ChannelCapacity = capacity;
            o.BatchSize = batchSize;
            o.BatchTimeout = Timeout.InfiniteTimeSpan;
        }).Build();
        var run = pipeline.RunAsync(Token);
        await gate.Reached;
        var settled = await SettledAsync(() => Volatile.Read(ref extracted));

        var chunk = Math.Max(1, capacity / 4);
        settled.Should().BeLessThanOrEqualTo(capacity + batchSize + (producers * chunk));
        settled.Should().BeGreaterThanOrEqualTo(Math.Min(capacity, batchSize), "otherwise nothing was held up");
        gate.Open();
        await run.OrHangs();
        target.Rows.Should().HaveCount(producers * 20_000);
        most.Should().BeLessThanOrEqualTo(batchSize);

        IEnumerable<int> Rows()
        {
            for (var i = 0; i < 20_000; i++)
            {
                Interlocked.Increment(ref extracted);
                yield return i;
            }
        }
    }

    [Fact]
    public async Task RunAsync_LoaderTellsSizes_HoldsBatchesAndRowsOnTheirWayToBytes()
    {
        const int Size = 1300;
        const int MaxBytes = 100_000;
        var batches = new List<int>();
        var target = new Collected<int>
        {
            Size = _ => Size,
            OnLoad = (batch, _) =>
            {
                batches.Add(batch.Count * Size);
                return default;
            },
        };
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 10_000))
            .Load(target)
            .Configure(o => o.MaxBatchBytes = MaxBytes)
            .Build();

        await pipeline.RunAsync(Token).OrHangs();

        batches.Should().OnlyContain(bytes => bytes <= MaxBytes);
        batches.Should().HaveCountLessThan(10_000 / 50, "batches are filled");
        target.Rows.Should().Equal(Enumerable.Range(0, 10_000));
    }

    [Fact]
    [Trait("Bug", "an oversize row")]
    public async Task RunAsync_RowLargerThanABatch_IsABatchOfItsOwn()
    {
        var target = new Collected<int> { Size = n => n == 5 ? 1_000_000 : 1 };
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 10))
            .Load(target)
            .Configure(o => o.MaxBatchBytes = 1000)
            .Build();

        await pipeline.RunAsync(Token).OrHangs();

        target.Rows.Should().Equal(Enumerable.Range(0, 10));
    }

    /// <summary>Waits until a number has stopped growing: it is the same over many turns of the scheduler.</summary>
    private static async Task<int> SettledAsync(Func<int> read)
    {
        var last = read();
        for (var calm = 0; calm < 2000; calm++)
        {
            await Task.Yield();
            if (read() is var now && now != last)
            {
                last = now;
                calm = 0;
            }
        }

        return last;
    }
}

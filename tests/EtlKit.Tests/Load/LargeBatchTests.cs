namespace EtlKit.Tests;

/// <summary>A loader may ask for batches that are larger than usual.</summary>
public sealed class LargeBatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_LoaderPrefersLargeBatches_GetsThemFromThenOn()
    {
        var batches = await LoadAsync(rows: 250_000, prefers: loaded => loaded > 0);

        batches.Should().Equal(10_000, 200_000, 40_000);
    }

    [Fact]
    public async Task RunAsync_LoaderPrefersThemNoLonger_GetsTheUsualOnes()
    {
        var batches = await LoadAsync(rows: 230_000, prefers: loaded => loaded == 0);

        batches.Should().Equal(200_000, 10_000, 10_000, 10_000);
    }

    [Theory]
    [InlineData(5_000, null, new[] { 5_000, 5_000, 5_000 })]
    [InlineData(5_000, 10_000, new[] { 10_000, 5_000 })]
    [InlineData(5_000, 1, new[] { 5_000, 5_000, 5_000 })]
    [InlineData(10_000, 5_000, new[] { 10_000, 5_000 })]
    [InlineData(11_000, null, new[] { 15_000 })]
    public async Task RunAsync_SizesAreSet_HoldsToThem(int batchSize, int? largeBatchSize, int[] expected)
    {
        var batches = await LoadAsync(rows: 15_000, _ => true, configure: o =>
        {
            o.BatchSize = batchSize;
            o.LargeBatchSize = largeBatchSize;
        });

        batches.Should().Equal(expected);
    }

    [Fact]
    public async Task RunAsync_LargeBatch_HoldsNoMoreBytesThanItMay()
    {
        // 300 bytes: 3 MiB would be 10,485 rows, and 24 MiB 83,886.
        var batches = await LoadAsync(rows: 200_000, _ => true, size: 300);

        batches[0].Should().BeInRange(82_000, 83_886);
    }

    [Theory]
    [InlineData(1 << 20, null, 3_495)]
    [InlineData(8 << 20, 3 << 20, 10_000)]
    [InlineData(8 << 20, 6 << 20, 20_971)]
    public async Task RunAsync_BytesAreSet_HoldsToThem(int maxBatchBytes, int? largeBatchBytes, int atMost)
    {
        var batches = await LoadAsync(rows: 60_000, _ => true, size: 300, configure: o =>
        {
            o.MaxBatchBytes = maxBatchBytes;
            o.MaxLargeBatchBytes = largeBatchBytes;
        });

        batches[0].Should().BeInRange(atMost * 9 / 10, atMost);
    }

    [Theory]
    [InlineData(10_000, 5_000)]
    [InlineData(10_000, 10_000)]
    [InlineData(5_000, null)]
    [InlineData(100, null)]
    public async Task RunAsync_NoLargeBatches_HoldsToTheBytesOfOthers(int batchSize, int? largeBatchSize)
    {
        const int Size = 800;

        var batches = await LoadAsync(rows: 30_000, _ => true, Size, configure: o => (o.BatchSize, o.LargeBatchSize) = (batchSize, largeBatchSize));

        batches.Should().OnlyContain(count => count <= batchSize && count * Size <= PipelineDefaults.MaxBatchBytes);
    }

    [Fact]
    public async Task RunAsync_LargerBatchesThanUsual_MakeLargeBatchesOfTheSameRows()
    {
        // 220 bytes: 3 MiB are 14,298 rows, and 24 MiB 114,390.
        var batches = await LoadAsync(rows: 200_000, _ => true, size: 220, configure: o => o.BatchSize = 50_000);

        batches[0].Should().BeInRange(110_000, 114_390);
    }

    [Fact]
    public async Task RunAsync_RowsOfWhichABatchHoldsFewerThanUsual_StillMakeLargeBatches()
    {
        // 800 bytes: 3 MiB are 3,932 rows, a third of 24 MiB more than 10,000, and 24 MiB 31,457.
        var batches = await LoadAsync(rows: 60_000, _ => true, size: 800);

        batches[0].Should().BeInRange(30_900, 31_457);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(839)]
    public async Task RunAsync_WideRows_MakeNoLargeBatches(int size)
    {
        // A third of 24 MiB holds fewer of them than a batch may have.
        var batches = await LoadAsync(rows: 50_000, _ => true, size);

        batches.Should().OnlyContain(count => count <= PipelineDefaults.MaxBatchBytes / size);
    }

    [Fact]
    public async Task RunAsync_LargeBatches_AreAnnouncedToTheLoader()
    {
        var target = new Collected<int>();

        await new PipelineBuilder("p").Extract(Sources.Numbers("a", 1)).Load(target).Configure(o => o.BatchSize = 7).Build().RunAsync(Token);

        target.Context.Should().BeEquivalentTo(new { BatchSize = 7, LargeBatchSize = 7 });
        new LoadContext().LargeBatchSize.Should().Be(PipelineDefaults.LargeBatchSize);
    }

    [Fact]
    public void Validate_LargeBatchesOfNothing_SaysSo() =>
        new PipelineOptions { LargeBatchSize = 0, MaxLargeBatchBytes = -1 }.Validate().Should().Equal(
            "LargeBatchSize is 0, but must be at least 1 row.",
            "MaxLargeBatchBytes is -1, but must be at least 1 byte.");

    private static async Task<int[]> LoadAsync(int rows, Func<int, bool> prefers, int size = 0, Action<PipelineOptions>? configure = null)
    {
        var target = new Collected<int> { OnPrefersLargeBatches = prefers, Size = _ => size };
        var pipeline = new PipelineBuilder("p").Extract(Sources.Numbers("a", rows)).Load(target).Configure(o =>
        {
            o.BatchTimeout = Timeout.InfiniteTimeSpan;
            configure?.Invoke(o);
        }).Build();

        await pipeline.RunAsync(Token).OrHangs();

        target.Rows.Should().Equal(Enumerable.Range(0, rows));
        return [.. target.Batches.Select(batch => batch.Length)];
    }
}

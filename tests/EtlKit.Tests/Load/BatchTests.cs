using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Tests;

public sealed class BatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(25, 10, new[] { 10, 10, 5 })]
    [InlineData(30, 10, new[] { 10, 10, 10 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    [InlineData(2500, 1000, new[] { 1000, 1000, 500 })]
    [InlineData(25_000, 10_000, new[] { 10_000, 10_000, 5000 })]
    public async Task RunAsync_OneSource_FillsBatchesAndFlushesTheLast(int rows, int batchSize, int[] expected)
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p").Extract(Sources.Numbers("a", rows)).Load(target).Configure(o =>
        {
            o.BatchSize = batchSize;
            o.BatchTimeout = Timeout.InfiniteTimeSpan;
        }).Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        target.Batches.Select(batch => batch.Length).Should().Equal(expected);
        report.Batches.Should().Be(expected.Length);
    }

    [Fact]
    [Trait("Bug", "Open.ChannelExtensions #1")]
    [Trait("Bug", "Open.ChannelExtensions #15")]
    public async Task RunAsync_SlowSource_LoadsABatchWhenItsFirstRowHasWaitedLongEnough()
    {
        var time = new FakeTimeProvider();
        var loaded = new Gate();
        var target = new Collected<int>
        {
            OnLoad = async (_, _) =>
            {
                loaded.Open();
                await loaded.PassDeafAsync();
            },
        };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var pipeline = new PipelineBuilder("p") { TimeProvider = time }
            .Extract(Sources.Endless("slow", 3))
            .Load(target)
            .Configure(o => o.BatchTimeout = TimeSpan.FromSeconds(5))
            .Build();

        var run = pipeline.RunAsync(cancel.Token);
        await time.AdvanceUntilAsync(loaded.Reached);

        target.Rows.Should().HaveCountLessThanOrEqualTo(3);
        time.GetUtcNow().Should().BeOnOrAfter(time.Start + TimeSpan.FromSeconds(5));
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => run.OrHangs()).Should().ThrowAsync<PipelineCancelledException>();
        target.Rows.Should().Equal(0, 1, 2);
    }

    [Fact]
    public async Task RunAsync_SlowSourceBehindAnAsyncStep_DoesNotHoldBackItsRows()
    {
        var time = new FakeTimeProvider();
        var rows = 0;
        var allAreLoaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var target = new Collected<int>
        {
            OnLoad = (batch, _) =>
            {
                // In one batch or in several: the step may end between two of them.
                rows += batch.Count;
                if (rows == 3)
                {
                    allAreLoaded.SetResult();
                }

                return default;
            },
        };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var pipeline = new PipelineBuilder("p") { TimeProvider = time }
            .Extract(Sources.Endless("slow", 3))
            .TransformAsync<int>(async (n, _) =>
            {
                await Task.Yield();
                return n;
            }, 8)
            .Load(target)
            .Build();

        var run = pipeline.RunAsync(cancel.Token);
        await time.AdvanceUntilAsync(allAreLoaded.Task);

        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => run.OrHangs()).Should().ThrowAsync<PipelineCancelledException>();
        target.Rows.Should().Equal(0, 1, 2);
    }

    [Fact]
    public async Task RunAsync_ManySmallSources_GathersThemInOneBatch()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p")
            .Extract(Enumerable.Range(0, 50).Select(i => Sources.Numbers($"{i}", 3)))
            .Load(target)
            .Configure(o => o.BatchTimeout = Timeout.InfiniteTimeSpan)
            .Build();

        await pipeline.RunAsync(Token).OrHangs();

        target.Batches.Should().ContainSingle().Which.Should().HaveCount(150);
    }

    [Fact]
    public async Task RunAsync_ChunksThatDoNotFillABatch_NeverExceedIt()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p")
            .Extract(Enumerable.Range(0, 50).Select(i => Sources.Numbers($"{i}", 3)))
            .Load(target)
            .Configure(o =>
            {
                o.BatchSize = 10;
                o.BatchTimeout = Timeout.InfiniteTimeSpan;
            })
            .Build();

        await pipeline.RunAsync(Token).OrHangs();

        target.Batches.Should().OnlyContain(batch => batch.Length <= 10);
        target.Rows.Should().HaveCount(150);
    }
}

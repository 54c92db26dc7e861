namespace EtlKit.Tests;

/// <summary>Promise 9: rejects are budgeted over the whole run.</summary>
public sealed class RejectBudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [Trait("Bug", "Spring Batch #2650")]
    [InlineData(20, true)]
    [InlineData(19, false)]
    [InlineData(0, false)]
    public async Task RunAsync_MaxRejects_CountsOverAllProducersAndFailsBeforeTheCrossingBatch(long maxRejects, bool succeeds)
    {
        // Each of 4 sources rejects 5 of its rows.
        var target = new Collected<int>();
        var run = () => Build(target, 4, o =>
        {
            o.MaxRejects = maxRejects;
            o.Producers = 4;
            o.BatchSize = 10;
        }).RunAsync(Token).OrHangs();

        if (succeeds)
        {
            (await run()).Rows.Rejected.Should().Be(20);
            return;
        }

        var error = (await run.Should().ThrowAsync<PipelineException>()).Which;
        error.InnerException.Should().BeOfType<RejectBudgetException>().Which.Message.Should().Contain($"MaxRejects allows {maxRejects}");
        error.Report.Failure.Should().StartWith("too many rows were rejected: ", "it isn't the target that has failed");
        error.Report.Rows.Rejected.Should().BeLessThanOrEqualTo(maxRejects);
        error.Report.Rows.Loaded.Should().Be(target.Rows.Length);
        target.Completed.Should().Be(0);
    }

    [Theory]
    [InlineData(0.05, 1000, true)]
    [InlineData(0.049, 1000, true)]
    [InlineData(0.049, 100, false)]
    [InlineData(0, 1, false)]
    public async Task RunAsync_MaxRejectRatio_CountsOnceThereAreEnoughRows(double ratio, long minRows, bool succeeds)
    {
        var run = () => Build(new Collected<int>(), 1, o =>
        {
            o.MaxRejectRatio = ratio;
            o.MinRowsForRejectRatio = minRows;
        }).RunAsync(Token).OrHangs();

        if (succeeds)
        {
            (await run()).Rows.Rejected.Should().Be(5);
        }
        else
        {
            (await run.Should().ThrowAsync<PipelineException>()).Which.InnerException.Should().BeOfType<RejectBudgetException>();
        }
    }

    [Fact]
    [Trait("Bug", "pgloader #1774")]
    public async Task RunAsync_RowsRefusedByTheTarget_CountToo()
    {
        var target = new Ledgered<int> { Refuse = (n, _) => n % 10 == 1 ? "bad" : null };
        var pipeline = new PipelineBuilder("p").Extract(Sources.Numbers("a", 100)).Load(target).Configure(o => o.MaxRejects = 9).Build();

        await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();

        target.Rows.Should().BeEmpty("the batch that crosses the limit is not committed");
    }

    private static Pipeline Build(ILoader<int> target, int sources, Action<PipelineOptions> configure) =>
        new PipelineBuilder("p")
            .Extract(Enumerable.Range(0, sources).Select(i => Sources.Numbers($"{i}", 100)))
            .Transform<int>(n => n % 20 == 0 ? TransformResult.Reject("no") : n)
            .Load(target)
            .Configure(configure)
            .Build();
}

namespace EtlKit.Tests;

public sealed class TurnsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void IsTurnOf_SourcesThatWereBegun_FavoursTheFirst()
    {
        var turns = new Turns(shortOf: 2);
        turns.Begin(1);
        turns.Begin(2);

        turns.IsTurnOf(1, waiting: 10).Should().BeTrue();
        turns.IsTurnOf(2, waiting: 10).Should().BeFalse();
        turns.IsTurnOf(2, waiting: 1).Should().BeTrue("the writer runs short of rows");

        turns.End(1);
        turns.IsTurnOf(2, waiting: 10).Should().BeTrue();
    }

    [Fact]
    public async Task WaitAsync_NotItsTurn_WaitsUntilTheFirstHasEnded()
    {
        var turns = new Turns(shortOf: 1);
        turns.Begin(1);
        turns.Begin(2);
        var wait = turns.WaitAsync(2, () => 10, Token).AsTask();

        wait.IsCompleted.Should().BeFalse();
        turns.End(1);

        await wait.OrHangs();
    }

    [Fact]
    public async Task WaitAsync_NotItsTurn_WaitsUntilTheWriterRunsShort()
    {
        var turns = new Turns(shortOf: 2);
        var waiting = 10;
        turns.Begin(1);
        turns.Begin(2);
        var wait = turns.WaitAsync(2, () => Volatile.Read(ref waiting), Token).AsTask();

        Volatile.Write(ref waiting, 5);
        turns.Taken(5);
        wait.IsCompleted.Should().BeFalse();
        Volatile.Write(ref waiting, 1);
        turns.Taken(1);

        await wait.OrHangs();
    }

    [Fact]
    public async Task WaitAsync_Aborted_Ends()
    {
        using var abort = new CancellationTokenSource();
        var turns = new Turns(shortOf: 1);
        turns.Begin(1);
        var wait = turns.WaitAsync(2, () => 10, abort.Token).AsTask();

        await abort.CancelAsync();

        await FluentActions.Awaiting(() => wait.OrHangs()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task RunAsync_SilentFirstSource_DoesNotHoldUpTheOthers()
    {
        var othersLoaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loaded = 0;
        var target = new Collected<int>
        {
            OnLoad = (batch, _) =>
            {
                loaded += batch.Count;
                if (loaded >= 3000)
                {
                    othersLoaded.TrySetResult();
                }

                return default;
            },
        };
        var pipeline = new PipelineBuilder("p")
            .Extract([Sources.Then("silent", 0, _ => othersLoaded.Task.OrHangs()), .. Enumerable.Range(0, 3).Select(i => Sources.Numbers($"{i}", 1000))])
            .Load(target)
            .Configure(o =>
            {
                o.Producers = 2;
                o.ChannelCapacity = 8;
                o.BatchSize = 10;
            })
            .Build();

        (await pipeline.RunAsync(Token).OrHangs()).Rows.Loaded.Should().Be(3000);
    }

    [Fact]
    public async Task RunAsync_WriterIsTheBottleneck_GetsOneSourceAfterTheOther()
    {
        // A loader that waits for the channel to be full again before each batch is as slow as a loader can be.
        var target = new Collected<string> { OnLoad = async (_, _) => await Settle() };
        var pipeline = new PipelineBuilder("p")
            .Extract(Enumerable.Range(0, 4).Select(i => Sources.Numbers($"{i}", 3000)))
            .Transform((_, context) => context.Source)
            .Load(target)
            .Configure(o =>
            {
                o.Producers = 4;
                o.ChannelCapacity = 400;
                o.BatchSize = 100;
                o.BatchTimeout = Timeout.InfiniteTimeSpan;
            })
            .Build();

        await pipeline.RunAsync(Token).OrHangs();

        var rows = target.Rows;
        rows.Should().HaveCount(12_000);
        rows.Zip(rows.Skip(1)).Count(pair => pair.First != pair.Second).Should().BeLessThan(60, "120 chunks taken in turn would mean about as many changes");

        static async Task Settle()
        {
            for (var i = 0; i < 200; i++)
            {
                await Task.Yield();
            }
        }
    }
}

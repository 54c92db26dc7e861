namespace EtlKit.Tests;

public sealed class PipelineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_SourcesAndSteps_LoadsEveryRowAndBalances()
    {
        var target = new Collected<string>();
        var pipeline = new PipelineBuilder("numbers")
            .Extract([Sources.Numbers("a", 1000), Sources.Numbers("b", 500, 1000)])
            .Where(n => n % 10 != 0)
            .Transform<int>(n => n % 7 == 0 ? TransformResult.Reject("divisible by seven") : n)
            .TransformMany(n => Enumerable.Repeat(n, n % 3))
            .Transform(n => $"{n}")
            .Load(target)
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        var kept = Enumerable.Range(0, 1500).Where(n => n % 10 != 0 && n % 7 != 0).ToList();
        target.Rows.Order().Should().Equal(kept.SelectMany(n => Enumerable.Repeat($"{n}", n % 3)).Order());
        report.Status.Should().Be(PipelineStatus.SucceededWithRejects);
        report.Rows.Should().Be(new RowLedger
        {
            Extracted = 1500,
            Expanded = kept.Sum(n => Math.Max(0, (n % 3) - 1)),
            Loaded = kept.Sum(n => n % 3),
            Filtered = 150 + kept.Count(n => n % 3 == 0),
            Rejected = Enumerable.Range(0, 1500).Count(n => n % 10 != 0 && n % 7 == 0),
        });
        report.RejectsByReason.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("divisible by seven", report.Rows.Rejected));
        target.Completed.Should().Be(1);
        target.Disposed.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_NoSources_OpensAndCompletesTheTarget()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("none").Extract(Array.Empty<IExtractor<int>>()).Load(target).Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        report.Status.Should().Be(PipelineStatus.Succeeded);
        report.Rows.Should().Be(new RowLedger());
        (target.Opened, target.Completed, target.Disposed, target.Batches.Length).Should().Be((1, 1, 1, 0));
    }

    [Fact]
    public async Task RunAsync_SourceOfRejectsAlone_SucceedsWithoutABatch()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("rejects")
            .Extract(Sources.Numbers("a", 5000))
            .Transform<int>(_ => TransformResult.Reject("no"))
            .Load(target)
            .Configure(o => o.BatchSize = 100)
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        report.Rows.Should().Be(new RowLedger { Extracted = 5000, Rejected = 5000 });
        report.Sources.Should().ContainSingle().Which.Rejected.Should().Be(5000);
        target.Batches.Should().BeEmpty();
        target.Completed.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_SeveralTimes_ListsTheSourcesAnew()
    {
        var files = new List<IExtractor<int>> { Sources.Numbers("a", 3) };
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("again").Extract(files).Load(target).Build();

        var first = await pipeline.RunAsync(Token).OrHangs();
        files.Add(Sources.Numbers("b", 4));
        var second = await pipeline.RunAsync(Token).OrHangs();

        first.Rows.Loaded.Should().Be(3);
        second.Rows.Loaded.Should().Be(7);
        second.Sources.Select(source => source.Name).Should().BeEquivalentTo(["a", "b"]);
        second.RunId.Should().NotBe(first.RunId);
    }

    [Fact]
    public async Task RunAsync_AsyncSequenceOfExtractors_ReadsAll()
    {
        var target = new Collected<int>();

        await new PipelineBuilder("listing").Extract(List()).Load(target).Build().RunAsync(Token).OrHangs();

        target.Rows.Should().HaveCount(30);

        static async IAsyncEnumerable<IExtractor<int>> List()
        {
            for (var i = 0; i < 3; i++)
            {
                await Task.Yield();
                yield return Sources.Numbers($"{i}", 10);
            }
        }
    }

    [Fact]
    public async Task RunAsync_WhileRunning_FailsAtOnce()
    {
        var gate = new Gate();
        var target = new Collected<int> { OnLoad = (_, token) => gate.PassAsync(token) };
        var pipeline = new PipelineBuilder("busy").Extract(Sources.Numbers("a", 3)).Load(target).Build();
        var first = pipeline.RunAsync(Token);
        await gate.Reached;

        var second = () => pipeline.RunAsync(Token);

        await second.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'busy' is already running*");
        gate.Open();
        (await first.OrHangs()).Rows.Loaded.Should().Be(3);
        (await pipeline.RunAsync(Token).OrHangs()).Rows.Loaded.Should().Be(3);
    }

    [Fact]
    public async Task RunAsync_RowsOfOneSource_ReachTheLoaderInTheirOrder()
    {
        var target = new Collected<(string Source, int Number)>();
        var sources = Enumerable.Range(0, 8).Select(i => Sources.Numbers($"{i}", 2000));
        var pipeline = new PipelineBuilder("order")
            .Extract(sources)
            .Transform((n, context) => (context.Source, n))
            .Load(target)
            .Configure(o =>
            {
                o.Producers = 4;
                o.ChannelCapacity = 10;
                o.BatchSize = 7;
            })
            .Build();

        await pipeline.RunAsync(Token).OrHangs();

        foreach (var source in target.Rows.GroupBy(row => row.Source))
        {
            source.Select(row => row.Number).Should().Equal(Enumerable.Range(0, 2000));
        }

        target.Rows.Should().HaveCount(16_000);
    }

    [Fact]
    public async Task RunAsync_LoaderWithContext_GetsTheRun()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("context").Extract(Sources.Numbers("a", 1)).Load(target).Configure(o => o.BatchSize = 77).Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        target.Context!.Pipeline.Should().Be("context");
        target.Context.RunId.Should().Be(report.RunId);
        target.Context.BatchSize.Should().Be(77);
    }

    [Fact]
    public async Task RunAsync_HundredsOfSources_TakesAsManyAtOnceAsThereAreProducers()
    {
        var open = 0;
        var most = 0;
        var sources = Enumerable.Range(0, 300).Select(i => Extractor.From($"{i}", _ => Rows()));
        var target = new Collected<int>();

        await new PipelineBuilder("many").Extract(sources).Load(target).Configure(o => o.Producers = 3).Build().RunAsync(Token).OrHangs();

        target.Rows.Should().HaveCount(600);
        most.Should().BeInRange(1, 3);

        async IAsyncEnumerable<int> Rows()
        {
            var now = Interlocked.Increment(ref open);
            InterlockedMax(ref most, now);
            yield return 1;
            await Task.Yield();
            yield return 2;
            Interlocked.Decrement(ref open);
        }
    }

    [Fact]
    public async Task RunAsync_WithProgress_ReportsWhatWasDone()
    {
        var seen = new List<PipelineProgress>();
        var pipeline = new PipelineBuilder("progress").Extract(Sources.Numbers("a", 100)).Load(new Collected<int>()).Build();

        await pipeline.RunAsync(new Immediate(seen.Add), Token).OrHangs();

        seen.Should().NotBeEmpty();
        seen[^1].Extracted.Should().Be(100);
        seen[^1].Written.Should().Be(100);
    }

    [Fact]
    public async Task RunAsync_ProgressThrows_GoesOn()
    {
        var pipeline = new PipelineBuilder("progress").Extract(Sources.Numbers("a", 100)).Load(new Collected<int>()).Build();

        var report = await pipeline.RunAsync(new Immediate(_ => throw new InvalidOperationException()), Token).OrHangs();

        report.Rows.Loaded.Should().Be(100);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref target)) && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }

    private sealed class Immediate(Action<PipelineProgress> report) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value) => report(value);
    }
}

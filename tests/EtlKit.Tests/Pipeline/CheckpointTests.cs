namespace EtlKit.Tests;

/// <summary>Promises 5 and 6: a run that is killed at any moment is continued exactly, and a changed source is noticed.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task RunAsync_Complete_SkipsWhatIsUnchanged()
    {
        var source = new TextSource("a", "one", "two");
        var target = new Ledgered<string>();

        await Checkpointed(target, source).RunAsync(Token).OrHangs();
        source.ModifiedAt += TimeSpan.FromDays(1);
        var second = await Checkpointed(target, source).RunAsync(Token).OrHangs();

        target.Rows.Should().Equal("one", "two");
        source.Starts.Should().Equal(0);
        second.Sources.Single().Status.Should().Be(SourceStatus.Skipped);
        second.Status.Should().Be(PipelineStatus.Succeeded);
    }

    [Fact]
    public async Task RunAsync_SourceHasGrown_ReadsOn()
    {
        var source = new TextSource("a", "one", "two");
        var target = new Ledgered<string>();

        await Checkpointed(target, source).RunAsync(Token).OrHangs();
        source.Lines.Add("three");
        var second = await Checkpointed(target, source).RunAsync(Token).OrHangs();

        target.Rows.Should().Equal("one", "two", "three");
        source.Starts.Should().Equal(0, 2);
        second.Rows.Should().Be(new RowLedger { Extracted = 1, Loaded = 1 });
        second.Sources.Single().ResumedAfter.Should().Be(2);
    }

    [Theory]
    [InlineData(LoaderCapabilities.Transactional, ChangedSourcePolicy.Auto, false)]
    [InlineData(LoaderCapabilities.Transactional | LoaderCapabilities.Idempotent, ChangedSourcePolicy.Auto, true)]
    [InlineData(LoaderCapabilities.Transactional, ChangedSourcePolicy.Restart, true)]
    [InlineData(LoaderCapabilities.Transactional | LoaderCapabilities.Idempotent, ChangedSourcePolicy.Fail, false)]
    public async Task RunAsync_SourceHasChanged_IsReadAgainOrRefused(LoaderCapabilities capabilities, ChangedSourcePolicy policy, bool readAgain)
    {
        var source = new TextSource("a", "first", "second");
        var target = new Ledgered<string> { Capabilities = capabilities };

        await Checkpointed(target, source).RunAsync(Token).OrHangs();
        source.Lines[0] = "FIRST";
        var second = () => Checkpointed(target, source, o => o.ChangedSources = policy).RunAsync(Token).OrHangs();

        if (readAgain)
        {
            await second();
            target.Rows.Should().Equal("first", "second", "FIRST", "second");
        }
        else
        {
            (await second.Should().ThrowAsync<PipelineException>()).Which.InnerException.Should().BeOfType<SourceChangedException>();
            target.Rows.Should().Equal("first", "second");
        }
    }

    [Fact]
    public async Task RunAsync_SourceGotShorter_HasChanged()
    {
        var source = new TextSource("a", "first", "second");
        var target = new Ledgered<string>();

        await Checkpointed(target, source).RunAsync(Token).OrHangs();
        source.Lines.RemoveAt(1);

        (await FluentActions.Awaiting(() => Checkpointed(target, source).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>())
            .Which.InnerException.Should().BeOfType<SourceChangedException>();
    }

    [Fact]
    public async Task RunAsync_PlainExtractor_IsContinuedByReadingOverAndReadAgainAfterACompleteRun()
    {
        var target = new Ledgered<int>();
        var commits = 0;
        target.OnStep = step => step == "committed" && ++commits == 3 ? new KilledException() : null;
        Pipeline Build() => new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 100))
            .Load(target)
            .Configure(o => o.BatchSize = 10)
            .WithCheckpoints()
            .Build();

        await FluentActions.Awaiting(() => Build().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();
        target.Rows.Should().Equal(Enumerable.Range(0, 30));
        await Build().RunAsync(Token).OrHangs();
        target.Rows.Should().Equal(Enumerable.Range(0, 100));
        target.Checkpoints.Should().BeEmpty("nothing could tell later whether the source has changed");

        await Build().RunAsync(Token).OrHangs();
        target.Rows.Should().HaveCount(200);
    }

    [Fact]
    public async Task RunAsync_PlainExtractorThatGivesLess_Fails()
    {
        var target = new Ledgered<int>();
        var count = 100;
        var killed = false;
        target.OnStep = step => step == "committed" && !killed ? Killed() : null;
        Pipeline Build() => new PipelineBuilder("p").Extract(Sources.Numbers("a", count)).Load(target).Configure(o => o.BatchSize = 50).WithCheckpoints().Build();

        await FluentActions.Awaiting(() => Build().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();
        count = 20;

        (await FluentActions.Awaiting(() => Build().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>())
            .Which.Message.Should().Contain("has 20 rows, but an earlier run has loaded");

        KilledException Killed()
        {
            killed = true;
            return new KilledException();
        }
    }

    [Fact]
    public async Task RunAsync_Resumed_RestoresTheRejectBudget()
    {
        // 10 rejects before the kill and 10 after it: a limit of 15 must end the second run.
        var source = new TextSource("a", Enumerable.Range(0, 100).Select(i => i % 5 == 0 ? "!bad" : $"{i}"));
        var target = new Ledgered<string>();
        var commits = 0;
        target.OnStep = step => step == "committed" && ++commits == 5 ? new KilledException() : null;
        Pipeline Build() => Checkpointed(target, source, o =>
        {
            o.BatchSize = 10;
            o.MaxRejects = 15;
        });

        await FluentActions.Awaiting(() => Build().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();
        var before = target.Checkpoints["a"].Rejected;

        before.Should().BePositive();
        (await FluentActions.Awaiting(() => Build().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>())
            .Which.InnerException.Should().BeOfType<RejectBudgetException>();
        target.Checkpoints["a"].Rejected.Should().BeInRange(before, 15);
    }

    [Theory]
    [Trait("Bug", "Spring Batch #1473")]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 5)]
    [InlineData(3, 10)]
    public async Task RunAsync_BudgetIsCrossedAnywhereInABatch_IsContinuedAtThatBatch(long maxRejects, long committed)
    {
        // Batches of 5 rows. With 3 rejects allowed, row 11 crosses the limit: the first of its batch.
        var source = new TextSource("a", Enumerable.Range(1, 20).Select(i => i is 2 or 3 or 7 or 11 ? $"!{i}" : $"{i}"));
        var target = new Ledgered<string>();
        Pipeline Build(long limit) => Checkpointed(target, source, o =>
        {
            o.BatchSize = 5;
            o.ChannelCapacity = 5;
            o.BatchTimeout = Timeout.InfiniteTimeSpan;
            o.MaxRejects = limit;
        });

        (await FluentActions.Awaiting(() => Build(maxRejects).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>())
            .Which.InnerException.Should().BeOfType<RejectBudgetException>();
        var second = await Build(long.MaxValue).RunAsync(Token).OrHangs();

        second.Sources.Single().ResumedAfter.Should().Be(committed);
        target.Rows.Should().Equal(source.Lines.Where(line => !line.StartsWith('!')));
    }

    [Theory]
    [Trait("Bug", "Spring Batch #5079")]
    [InlineData(RejectStage.Transform)]
    [InlineData(RejectStage.Load)]
    public async Task RunAsync_BudgetSaysNo_LeavesTheRowToTheNextRun(RejectStage stage)
    {
        var source = new TextSource("a", Enumerable.Range(0, 30).Select(i => $"{i}"));
        var isMended = false;
        bool IsBad(string line, RejectStage where) => !isMended && line == "17" && where == stage;
        var target = new Ledgered<string> { Refuse = (line, _) => IsBad(line, RejectStage.Load) ? "bad" : null };
        Pipeline Build() => new PipelineBuilder("p")
            .Extract(source)
            .Transform<string>(line => IsBad(line, RejectStage.Transform) ? TransformResult.Reject("bad") : line)
            .Load(target)
            .Configure(o =>
            {
                o.BatchSize = 10;
                o.MaxRejects = 0;
            })
            .WithCheckpoints()
            .Build();

        (await FluentActions.Awaiting(() => Build().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>())
            .Which.InnerException.Should().BeOfType<RejectBudgetException>();
        target.Rows.Should().NotContain("17");
        isMended = true;
        await Build().RunAsync(Token).OrHangs();

        target.Rows.Should().Equal(source.Lines);
    }

    [Fact]
    [Trait("Bug", "a checkpoint moved when rows are read")]
    public async Task RunAsync_RowsAreReadButNotCommitted_AreNotCheckpointed()
    {
        using var allRead = new ManualResetEventSlim();
        var target = new Ledgered<int>();
        target.OnStep = step =>
        {
            if (step == "commit" && target.Rows.Count == 10)
            {
                allRead.Wait(Token);
                return new KilledException();
            }

            return null;
        };
        Pipeline Build() => new PipelineBuilder("p")
            .Extract(Sources.Then("a", 100, _ =>
            {
                allRead.Set();
                return Task.CompletedTask;
            }))
            .Load(target)
            .Configure(o =>
            {
                o.BatchSize = 10;
                o.ChannelCapacity = 1000;
            })
            .WithCheckpoints()
            .Build();

        var first = (await FluentActions.Awaiting(() => Build().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

        first.Report.Rows.Should().Be(new RowLedger { Extracted = 100, Loaded = 10, Unfinished = 90 });
        target.OnStep = _ => null;
        var second = await Build().RunAsync(Token).OrHangs();
        second.Sources.Single().ResumedAfter.Should().Be(10);
        target.Rows.Should().Equal(Enumerable.Range(0, 100));
    }

    [Fact]
    public async Task RunAsync_RejectFileShorterThanCommitted_Fails()
    {
        var path = Path.Combine(_directory.FullName, "rejects.jsonl");
        var source = new TextSource("a", "!bad", "good");
        var target = new Ledgered<string>();
        Pipeline Build() => new PipelineBuilder("p").Extract(source).Load(target).WithCheckpoints().WriteRejectsTo(path).Build();
        target.OnStep = step => step == "committed" && target.Rows.Count > 0 ? new KilledException() : null;
        await FluentActions.Awaiting(() => Build().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();
        target.OnStep = _ => null;
        File.WriteAllText(path, "");

        (await FluentActions.Awaiting(() => Build().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>())
            .Which.Message.Should().Contain("rejects are lost");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task RunAsync_KilledWithinTheFirstRow_LoadsItsOtherOutcomesOnly(int killAfter)
    {
        var source = new TextSource("a", "one", "two");
        var target = new Ledgered<string>();
        var commits = 0;
        target.OnStep = step => step == "committed" && ++commits == killAfter ? new KilledException() : null;
        Pipeline Build() => new PipelineBuilder("p")
            .Extract(source)
            .TransformMany(line => Enumerable.Range(0, 5).Select(i => $"{line}{i}"))
            .Load(target)
            .Configure(o => o.BatchSize = 1)
            .WithCheckpoints()
            .Build();

        await FluentActions.Awaiting(() => Build().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();
        target.Rows.Should().HaveCount(killAfter);
        var second = await Build().RunAsync(Token).OrHangs();

        target.Rows.Should().Equal("one0", "one1", "one2", "one3", "one4", "two0", "two1", "two2", "two3", "two4");
        second.Rows.Loaded.Should().Be(10 - killAfter);
    }

    [Fact]
    public async Task RunAsync_AnotherRejectFile_IsLeftAsItIsAndAppendedTo()
    {
        var source = new TextSource("a", "!bad", "good");
        var target = new Ledgered<string>();
        Pipeline Build(string name) => new PipelineBuilder("p")
            .Extract(source)
            .Load(target)
            .WithCheckpoints()
            .WriteRejectsTo(Path.Combine(_directory.FullName, name))
            .Build();
        var other = Path.Combine(_directory.FullName, "other.jsonl");
        File.WriteAllText(other, new string('x', 1000) + "\n");

        await Build("first.jsonl").RunAsync(Token).OrHangs();
        File.Delete(Path.Combine(_directory.FullName, "first.jsonl"));
        source.Lines.Add("!worse");
        await Build("other.jsonl").RunAsync(Token).OrHangs();
        source.Lines.Add("!worst");
        await Build("first.jsonl").RunAsync(Token).OrHangs();

        File.ReadAllLines(other).Should().HaveCount(2);
        File.ReadAllLines(Path.Combine(_directory.FullName, "first.jsonl")).Should().ContainSingle().Which.Should().Contain("!worst");
    }

    [Fact]
    public async Task RunAsync_FingerprintCannotBeTaken_LoadsTheRowsAndTakesTheSourceForChangedLater()
    {
        var source = new TextSource("a", "one", "two");
        var target = new Ledgered<string>();
        source.FingerprintFails = true;
        await Checkpointed(target, source).RunAsync(Token).OrHangs();
        source.FingerprintFails = false;

        target.Rows.Should().Equal("one", "two");
        (await FluentActions.Awaiting(() => Checkpointed(target, source).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>())
            .Which.InnerException.Should().BeOfType<SourceChangedException>();
    }

    private static Pipeline Checkpointed(Ledgered<string> target, TextSource source, Action<PipelineOptions>? configure = null) =>
        new PipelineBuilder("p").Extract(source).Load(target).Configure(configure ?? (_ => { })).WithCheckpoints().Build();

    private sealed class KilledException : Exception;
}

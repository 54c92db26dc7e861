using System.Text.Json.Serialization;

namespace EtlKit.Tests;

/// <summary>Rejects that are stored can be replayed: each goes on at the stage that rejected it, is loaded once, and is marked.</summary>
public sealed partial class ReplayTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-");

    // What the tests mend between the run and its replay.
    private bool _transformerIsMended;
    private Func<string, bool> _isRefused = _ => false;
    private int _transformed;

    public ReplayTests() => Target = new Ledgered<string> { Refuse = (row, _) => _isRefused(row) ? "refused" : null };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Ledgered<string> Target { get; }

    private string Path => System.IO.Path.Combine(_directory.FullName, "rejects.jsonl");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("file")]
    [InlineData("target")]
    public async Task ReplayAsync_RejectsOfEveryStage_GoOnWhereTheyWereRejected(string store)
    {
        var source = new TextSource("a", "one", "!two", "three", "four", "five");
        _isRefused = row => row.StartsWith("four", StringComparison.Ordinal);
        var pipeline = Build(store, source);
        var first = await pipeline.RunAsync(Token).OrHangs();
        var transformed = _transformed;
        source.AcceptsAll = true;
        _transformerIsMended = true;
        _isRefused = _ => false;

        var replay = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();
        var again = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();

        first.Rows.Rejected.Should().Be(3, "two is bad, three is rejected, and four is refused");
        Target.Rows.Order(StringComparer.Ordinal).Should().Equal("!two.", "five.", "four.", "one.", "three.");
        replay.Status.Should().Be(PipelineStatus.Succeeded);
        replay.Rows.Should().Be(new RowLedger { Extracted = 3, Loaded = 3 });
        replay.Sources.Should().ContainSingle().Which.Name.Should().Be("a");
        (_transformed - transformed).Should().Be(2, "what the loader had refused doesn't go through the steps again");
        again.Rows.Should().Be(new RowLedger());
        source.Starts.Should().Equal([0L], "the source itself is read once");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("target")]
    public async Task ReplayAsync_StillBad_IsMarkedAndReplayedNextTime(string store)
    {
        var source = new TextSource("a", "one", "!two", "three");
        var pipeline = Build(store, source);
        await pipeline.RunAsync(Token).OrHangs();

        var second = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();
        source.AcceptsAll = true;
        var third = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();
        _transformerIsMended = true;
        var fourth = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();

        second.Rows.Should().Be(new RowLedger { Extracted = 2, Rejected = 2 });
        second.Status.Should().Be(PipelineStatus.SucceededWithRejects);
        third.Rows.Should().Be(new RowLedger { Extracted = 2, Loaded = 1, Rejected = 1 });
        fourth.Rows.Should().Be(new RowLedger { Extracted = 1, Loaded = 1 });
        Target.Rows.Should().Equal("one.", "!two.", "three.");
        if (store == "target")
        {
            Target.Letters.Select(letter => letter.Status).Should().Equal("replayed", "replayed");
        }
    }

    [Fact]
    public async Task ReplayAsync_IntoAFile_AppendsWhatBecameOfEachLetter()
    {
        var source = new TextSource("a", "one", "!two", "three");
        var pipeline = Build("file", source);
        await pipeline.RunAsync(Token).OrHangs();
        source.AcceptsAll = true;
        var replay = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();

        var lines = File.ReadAllLines(Path);
        var letters = lines.Take(2).ToArray();
        lines[2..].Should().Equal(
            $$"""{"run":"{{replay.RunId}}","letter":0,"outcome":"replayed"}""",
            $$"""{"run":"{{replay.RunId}}","letter":{{letters[0].Length + 1}},"outcome":"still bad","stage":"transform","reason":"three"}""");
        letters[0].Should().Contain("\"code\":\"E1\"").And.Contain("\"raw\":\"!two\"");
    }

    [Theory]
    [InlineData("file", 1)]
    [InlineData("target", 1)]
    [InlineData("file", 1000)]
    [InlineData("target", 1000)]
    public async Task ReplayAsync_ExpandedRow_LoadsOnlyTheOneThatWasRejected(string store, int batchSize)
    {
        // Every row becomes 3 times 4; of these, one is rejected by the step between, and one by the last step.
        var source = new TextSource("a", "x", "y");
        Pipeline Compose() => Stored(store, new PipelineBuilder("p")
            .Extract(source)
            .TransformMany(row => Enumerable.Range(0, 3).Select(i => $"{row}{i}"))
            .Transform<string>(row => row == "x1" && !_transformerIsMended ? TransformResult.Reject("x1") : row)
            .TransformAsync<string>(async (row, _) =>
            {
                await Task.Yield();
                return row;
            }, 4)
            .TransformMany(row => Enumerable.Range(0, 4).Select(i => $"{row}{i}"))
            .Transform<string>(row => row == "y23" && !_transformerIsMended ? TransformResult.Reject("y23") : row)
            .Load(Target)
            .Configure(o => (o.BatchSize, o.ChannelCapacity) = (batchSize, batchSize)));
        await Compose().RunAsync(Token).OrHangs();
        Target.Rows.Should().HaveCount(24 - 4 - 1);
        _transformerIsMended = true;

        var replay = await Compose().ReplayAsync(cancellationToken: Token).OrHangs();

        replay.Rows.Should().Be(new RowLedger { Extracted = 2, Expanded = 3, Loaded = 5 });
        Target.Rows.Order(StringComparer.Ordinal).Should().Equal(
            from row in "xy" from i in Enumerable.Range(0, 3) from j in Enumerable.Range(0, 4) select $"{row}{i}{j}");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("target")]
    public async Task ReplayAsync_LetterIsGoodInPart_LoadsThatAndKeepsTheRest(string store)
    {
        // The row is rejected before it is expanded; when that is mended, one of the rows made of it is still bad.
        var source = new TextSource("a", "!x");
        var isLastMended = false;
        var pipeline = Stored(store, new PipelineBuilder("p")
            .Extract(source)
            .TransformMany(row => Enumerable.Range(0, 3).Select(i => $"{row}{i}"))
            .Transform<string>(row => row == "!x1" && !isLastMended ? TransformResult.Reject("one") : row)
            .Load(Target));
        await pipeline.RunAsync(Token).OrHangs();
        source.AcceptsAll = true;

        var second = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();
        isLastMended = true;
        var third = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();

        second.Rows.Should().Be(new RowLedger { Extracted = 1, Expanded = 2, Loaded = 2, Rejected = 1 });
        third.Rows.Should().Be(new RowLedger { Extracted = 1, Loaded = 1 });
        Target.Rows.Should().Equal("!x0", "!x2", "!x1");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("target")]
    public async Task ReplayAsync_KilledAgainAndAgain_LoadsEachLetterOnce(string store)
    {
        var kills = 0;
        for (var seed = 1; seed <= 30; seed++)
        {
            kills += await KillReplayAsync(store, seed);
        }

        kills.Should().BeGreaterThan(30, "otherwise nothing was tried");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("target")]
    public async Task ReplayAsync_WhileARunIsUnfinished_LeavesItsCheckpoints(string store)
    {
        var commits = 0;
        Target.OnStep = step => step == "committed" && ++commits == 3 ? new KilledException() : null;
        Pipeline Compose() => Stored(store, new PipelineBuilder("p")
            .Extract([Extractor.From("numbers", Enumerable.Range(0, 50).Select(i => $"n{i:D2}")), new TextSource("b", "!b") { AcceptsAll = _transformerIsMended }])
            .Transform<string>(row => row == "n05" ? TransformResult.Reject("five") : row)
            .Load(Target)
            .Configure(o => (o.BatchSize, o.Producers) = (10, 1)));
        await FluentActions.Awaiting(() => Compose().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();
        Target.OnStep = _ => null;

        await Compose().ReplayAsync(cancellationToken: Token).OrHangs();
        await Compose().RunAsync(Token).OrHangs();

        Target.Rows.Should().Equal(Enumerable.Range(0, 50).Where(i => i != 5).Select(i => $"n{i:D2}"), "the plain source goes on where it was");
    }

    [Fact]
    public async Task ReplayAsync_NothingToReadTheRowFrom_SaysWhy()
    {
        Target.Letters.Add((new(1, new Reject("gone", 1, 0, RejectStage.Transform, "old", "text")), "open"));
        Target.Letters.Add((new(2, new Reject("plain", 1, 0, RejectStage.Transform, "old", "text")), "open"));
        Target.Letters.Add((new(3, new Reject("plain", 2, 0, RejectStage.Transform, "old")), "open"));
        Target.Letters.Add((new(4, new Reject("plain", 3, 0, RejectStage.Load, "old") { Row = "{" }), "open"));
        Target.Letters.Add((new(5, new Reject("plain", 4, 0, RejectStage.Load, "old") { Row = "null" }), "open"));
        var pipeline = Stored("target", new PipelineBuilder("p").Extract(Extractor.From("plain", ["x"])).Load(Target));

        var replay = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();

        replay.Rows.Should().Be(new RowLedger { Extracted = 5, Rejected = 5 });
        Target.Letters.Should().OnlyContain(letter => letter.Status == "still bad");
        Target.Letters.Select(letter => letter.Letter.Reject.Reason).Should().Equal(
            "the row can't be replayed: its source is not listed any more, so nothing can tell how its raw text is to be read",
            "the row can't be replayed: its extractor is no IReplayableExtractor, which could read it from its raw text",
            "the row can't be replayed: neither its raw text nor its value as JSON was stored; the latter takes the second argument of WriteRejectsTo or WriteRejectsToTarget",
            "the row can't be replayed: reading its value from JSON threw JsonException",
            "the row can't be replayed: the value that was stored for it is null");
    }

    [Fact]
    public async Task ReplayAsync_LineThatIsNoReject_IsLeftOutWithAWarning()
    {
        var source = new TextSource("a", "!one");
        await Build("file", source).RunAsync(Token).OrHangs();
        File.AppendAllText(Path, "{\"torn\n\n[1]\n");
        source.AcceptsAll = true;

        var replay = await Build("file", source).ReplayAsync(cancellationToken: Token).OrHangs();

        replay.Rows.Loaded.Should().Be(1);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("target")]
    public async Task ReplayAsync_NothingWasRejected_Succeeds(string store)
    {
        var pipeline = Build(store, new TextSource("a", "one"));
        (await pipeline.ReplayAsync(cancellationToken: Token).OrHangs()).Status.Should().Be(PipelineStatus.Succeeded);
        await pipeline.RunAsync(Token).OrHangs();
        (await pipeline.ReplayAsync(cancellationToken: Token).OrHangs()).Status.Should().Be(PipelineStatus.Succeeded);
        Target.Rows.Should().Equal("one.");
    }

    [Fact]
    public Task ReplayAsync_PipelineWithoutAStore_SaysSo() =>
        new PipelineBuilder("p").Extract(Sources.Numbers("a", 1)).Load(new Collected<int>()).Build()
            .Invoking(pipeline => pipeline.ReplayAsync()).Should().ThrowAsync<InvalidOperationException>().WithMessage("*stores no rejects*");

    [Fact]
    public void WriteRejectsToTarget_LoaderThatStoresNone_IsRefused() =>
        new PipelineBuilder("p").Extract(Sources.Numbers("a", 1)).Load(new Collected<int>()).WriteRejectsToTarget()
            .Invoking(builder => builder.Build()).Should().Throw<PipelineConfigurationException>().WithMessage("*WriteRejectsToTarget needs*");

    [Theory]
    [InlineData("file", 2, long.MaxValue)]
    [InlineData("target", 2, long.MaxValue)]
    [InlineData("file", long.MaxValue, 300)]
    [InlineData("target", long.MaxValue, 300)]
    public async Task RunAsync_MoreRejectsThanMayBeStored_FailsBeforeTheBatchIsCommitted(string store, long maxLetters, long maxBytes)
    {
        var source = new TextSource("a", Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? $"row {i}" : $"!row {i}"));
        Pipeline Compose() => Stored(store, new PipelineBuilder("p").Extract(source).Load(Target).Configure(o =>
        {
            (o.BatchSize, o.Producers) = (2, 1);
            (o.MaxDeadLetters, o.MaxDeadLetterBytes) = (maxLetters, maxBytes);
        }));

        var error = (await FluentActions.Awaiting(() => Compose().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;
        var again = (await FluentActions.Awaiting(() => Compose().RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

        error.InnerException.Should().BeOfType<RejectBudgetException>().Which.Message.Should().Contain("would be stored");
        again.InnerException.Should().BeOfType<RejectBudgetException>("what earlier runs have stored counts");
        var stored = store == "target" ? Target.Letters.Count : File.ReadAllLines(Path).Length;
        stored.Should().BePositive().And.Be(Target.Rows.Count, "each batch has one of each");
        error.Report.Rows.Rejected.Should().Be(stored);
    }

    private async Task<int> KillReplayAsync(string store, int seed)
    {
        File.Delete(Path);
        var target = new Ledgered<string> { Refuse = (row, _) => _isRefused(row) ? "refused" : null };
        _isRefused = row => row.EndsWith('3');
        _transformerIsMended = false;
        var random = new Random(seed);
        var source = new TextSource("a", Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? $"!{i}" : $"{i}"));
        Pipeline Compose(int batchSize) => Stored(store, new PipelineBuilder("p")
            .Extract(source)
            .TransformMany(row => Enumerable.Range(0, 4).Select(i => $"{row}.{i}"))
            .Transform<string>(row => row.EndsWith('2') && !_transformerIsMended ? TransformResult.Reject("two") : row)
            .Load(target)
            .Configure(o => (o.BatchSize, o.ChannelCapacity, o.Producers) = (batchSize, batchSize, 1)));
        await Compose(10).RunAsync(Token).OrHangs();
        source.AcceptsAll = true;
        _transformerIsMended = true;
        _isRefused = _ => false;

        var kills = 0;
        while (true)
        {
            var left = random.Next(1, 10 + (kills * 3));
            target.OnStep = _ => --left < 0 ? new KilledException() : null;
            try
            {
                await Compose(random.Next(1, 20)).ReplayAsync(cancellationToken: Token).OrHangs();
                break;
            }
            catch (PipelineException killed) when (killed.InnerException is KilledException)
            {
                kills++;
            }
        }

        target.Rows.Order(StringComparer.Ordinal).Should().Equal(
            source.Lines.SelectMany(line => Enumerable.Range(0, 4).Select(i => $"{line}.{i}")).Order(StringComparer.Ordinal), $"seed {seed}, {kills} kills");
        return kills;
    }

    private Pipeline Build(string store, IExtractor<string> source) => Stored(store, new PipelineBuilder("p")
        .Extract(source)
        .Transform<string>(row =>
        {
            Interlocked.Increment(ref _transformed);
            return row == "three" && !_transformerIsMended ? TransformResult.Reject("three") : row + ".";
        })
        .Load(Target));

    private Pipeline Stored(string store, LoadedPipelineBuilder<string> builder) => (store == "file"
        ? builder.WriteRejectsTo(Path, Json.Default.String)
        : builder.WriteRejectsToTarget(Json.Default.String)).WithCheckpoints().Build();

    [JsonSerializable(typeof(string))]
    private sealed partial class Json : JsonSerializerContext;

    private sealed class KilledException : Exception;
}

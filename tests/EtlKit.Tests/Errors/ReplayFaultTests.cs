using System.Text.Json;
using System.Text.Json.Serialization;

namespace EtlKit.Tests;

/// <summary>What can go wrong with a replay takes no row away and loads none twice.</summary>
public sealed partial class ReplayFaultTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-");

    private Func<string, bool> _isRefused = _ => false;

    public ReplayFaultTests() => Target = new Ledgered<string> { Refuse = (row, _) => _isRefused(row) ? "refused" : null };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Ledgered<string> Target { get; }

    private string Path => System.IO.Path.Combine(_directory.FullName, "rejects.jsonl");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("file")]
    [InlineData("target")]
    public async Task ReplayAsync_BuiltWithoutTheMeansToReadRows_KeepsThemForAReplayThatHasThem(string store)
    {
        _isRefused = row => row == "b";
        Pipeline Compose(bool readsRows) => Stored(store, new PipelineBuilder("p").Extract(Extractor.From("a", ["a", "b"])).Load(Target), readsRows);
        await Compose(readsRows: true).RunAsync(Token).OrHangs();
        _isRefused = _ => false;

        var without = await Compose(readsRows: false).ReplayAsync(cancellationToken: Token).OrHangs();
        var with = await Compose(readsRows: true).ReplayAsync(cancellationToken: Token).OrHangs();

        without.Rows.Should().Be(new RowLedger { Extracted = 1, Rejected = 1 });
        without.RejectsByReason.Keys.Should().ContainSingle().Which.Should().Contain("was not given the means");
        with.Rows.Should().Be(new RowLedger { Extracted = 1, Loaded = 1 });
        Target.Rows.Should().Equal("a", "b");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("\"throw\"")]
    public async Task ReplayAsync_RowThatCantBeRead_StaysAsItWasStoredAndHoldsUpNoOther(string json)
    {
        var bad = new Reject("a", 1, 0, RejectStage.Load, "old") { Row = json };
        Target.Letters.Add((new(1, bad), "open"));
        Target.Letters.Add((new(2, new Reject("a", 2, 0, RejectStage.Load, "old") { Row = "\"good\"" }), "open"));
        var options = new JsonSerializerOptions { Converters = { new ThrowingConverter() } };
        var pipeline = new PipelineBuilder("p").Extract(Extractor.From("a", ["x"])).Load(Target)
            .WriteRejectsToTarget((System.Text.Json.Serialization.Metadata.JsonTypeInfo<string>)new FaultJson(options).GetTypeInfo(typeof(string))!)
            .Build();

        var replay = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();

        replay.Rows.Should().Be(new RowLedger { Extracted = 2, Loaded = 1, Rejected = 1 });
        var (letter, status) = Target.Letters[0];
        status.Should().Be("still bad");
        letter.Reject.Should().BeEquivalentTo(bad, o => o.Excluding(reject => reject.Reason));
        Target.Rows.Should().Equal("good");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("target")]
    public async Task ReplayAsync_PartOfALetterIsRefused_NeverLoadsItsOtherPartsAgain(string store)
    {
        var source = new TextSource("a", "!x");
        Pipeline Compose() => Stored(store, new PipelineBuilder("p")
            .Extract(source)
            .TransformMany(row => Enumerable.Range(0, 3).Select(i => $"{row}{i}"))
            .Load(Target), readsRows: false);
        await Compose().RunAsync(Token).OrHangs();
        source.AcceptsAll = true;
        _isRefused = row => row == "!x1";
        var second = await Compose().ReplayAsync(cancellationToken: Token).OrHangs();
        _isRefused = _ => false;

        var third = await Compose().ReplayAsync(cancellationToken: Token).OrHangs();

        second.Rows.Should().Be(new RowLedger { Extracted = 1, Expanded = 2, Loaded = 2, Rejected = 1 });
        third.Rows.Should().Be(new RowLedger { Extracted = 1, Rejected = 1 }, "nothing was kept to read the row from");
        Target.Rows.Should().Equal("!x0", "!x2");
    }

    [Fact]
    public async Task ReplayAsync_SessionThatReplacesItsTarget_IsRefused()
    {
        var target = new Collected<string> { LoadsAtCompletion = true };
        var pipeline = new PipelineBuilder("p").Extract(new TextSource("a", "one", "!two")).Load(target).WriteRejectsTo(Path).Build();
        await pipeline.RunAsync(Token).OrHangs();
        var stored = File.ReadAllText(Path);

        var error = (await FluentActions.Awaiting(() => pipeline.ReplayAsync(cancellationToken: Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

        error.InnerException.Should().BeOfType<InvalidOperationException>().Which.Message.Should().Contain("in the place of");
        target.Completed.Should().Be(1, "the replay would put its few rows in the place of all others");
        File.ReadAllText(Path).Should().Be(stored);
    }

    [Fact]
    public async Task ReplayAsync_RowsWrittenOverSeveralLines_AreOneLineEach()
    {
        _isRefused = row => row.StartsWith('b');
        var indented = new FaultJson(new JsonSerializerOptions { WriteIndented = true });
        Pipeline Compose() => new PipelineBuilder("p").Extract(Extractor.From("a", ["a", "b\nc"])).Transform(row => new Boxed(row))
            .Load(new Boxing(Target)).WriteRejectsTo(Path, indented.Boxed).Build();
        await Compose().RunAsync(Token).OrHangs();
        _isRefused = _ => false;

        var replay = await Compose().ReplayAsync(cancellationToken: Token).OrHangs();

        File.ReadAllLines(Path).Should().HaveCount(2, "a letter and its mark");
        replay.Rows.Should().Be(new RowLedger { Extracted = 1, Loaded = 1 });
        Target.Rows.Should().Equal("a", "b\nc");
    }

    [Fact]
    public async Task ReplayAsync_AfterAReplayThatWasKilled_LeavesTheRejectFileToItsOwner()
    {
        var source = new TextSource("a", "one", "!two");
        Pipeline Compose() => Stored("file", new PipelineBuilder("p").Extract(source).Load(Target), readsRows: true);
        await Compose().RunAsync(Token).OrHangs();
        source.AcceptsAll = true;
        Target.OnStep = step => step == "write" ? new IOException("killed") : null;
        await FluentActions.Awaiting(() => Compose().ReplayAsync(cancellationToken: Token).OrHangs()).Should().ThrowAsync<PipelineException>();
        Target.OnStep = _ => null;
        (await Compose().ReplayAsync(cancellationToken: Token).OrHangs()).Rows.Loaded.Should().Be(1);

        // No run is unfinished, so the file may be moved away.
        File.Delete(Path);
        source.Lines.Add("three");
        var run = await Compose().RunAsync(Token).OrHangs();

        run.Rows.Loaded.Should().Be(1);
        Target.Rows.Should().Equal("one", "!two", "three");
    }

    [Fact]
    public async Task ReplayAsync_ManyLettersThatAreFilteredNow_AreMarkedInBatches()
    {
        var source = new TextSource("a", Enumerable.Range(0, 1000).Select(i => $"!{i}"));
        var batches = 0;
        Pipeline Compose() => Stored("target", new PipelineBuilder("p").Extract(source).Where(row => !row.StartsWith('!')).Load(Target)
            .Configure(o => (o.BatchSize, o.ChannelCapacity, o.BatchTimeout) = (100, 100, Timeout.InfiniteTimeSpan)), readsRows: true);
        await Compose().RunAsync(Token).OrHangs();
        source.AcceptsAll = true;
        Target.OnStep = step =>
        {
            batches += step == "committed" ? 1 : 0;
            return null;
        };

        var replay = await Compose().ReplayAsync(cancellationToken: Token).OrHangs();

        replay.Rows.Should().Be(new RowLedger { Extracted = 1000, Filtered = 1000 });
        Target.Letters.Should().OnlyContain(letter => letter.Status == "replayed");
        batches.Should().BeGreaterThanOrEqualTo(10, "letters are held in memory until their batch is committed");
    }

    private Pipeline Stored(string store, LoadedPipelineBuilder<string> builder, bool readsRows)
    {
        var json = readsRows ? FaultJson.Default.String : null;
        return (store == "file" ? builder.WriteRejectsTo(Path, json) : builder.WriteRejectsToTarget(json)).WithCheckpoints().Build();
    }

    public sealed record Boxed(string Text);

    [JsonSerializable(typeof(string))]
    [JsonSerializable(typeof(Boxed))]
    private sealed partial class FaultJson : JsonSerializerContext;

    private sealed class ThrowingConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is var text && text == "throw" ? throw new ArgumentException("no such row") : text;

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }

    /// <summary>Loads the texts of boxes.</summary>
    private sealed class Boxing(Ledgered<string> target) : ILoader<Boxed>
    {
        public LoaderCapabilities Capabilities => target.Capabilities;

        public ErrorKind Classify(Exception exception) => target.Classify(exception);

        public async ValueTask<ILoadSession<Boxed>> OpenAsync(LoadContext context, CancellationToken cancellationToken) =>
            new Session((ITransactionalLoadSession<string>)await target.OpenAsync(context, cancellationToken));

        private sealed class Session(ITransactionalLoadSession<string> session) : ITransactionalLoadSession<Boxed>
        {
            public ValueTask<IReadOnlyList<SourceCheckpoint>> ReadCheckpointsAsync(CancellationToken cancellationToken) => session.ReadCheckpointsAsync(cancellationToken);

            public ValueTask<RunLock?> ReadRunLockAsync(CancellationToken cancellationToken) => session.ReadRunLockAsync(cancellationToken);

            public async ValueTask<ILoadTransaction<Boxed>> BeginAsync(CancellationToken cancellationToken) => new Transaction(await session.BeginAsync(cancellationToken));

            public ValueTask<LoadResult> LoadAsync(RowBatch<Boxed> batch, CancellationToken cancellationToken) => throw new NotSupportedException();

            public ValueTask CompleteAsync(CancellationToken cancellationToken) => session.CompleteAsync(cancellationToken);

            public ValueTask DisposeAsync() => session.DisposeAsync();
        }

        private sealed class Transaction(ILoadTransaction<string> transaction) : ILoadTransaction<Boxed>
        {
            public bool IsOpen => transaction.IsOpen;

            public ValueTask<LoadResult> WriteAsync(ReadOnlyMemory<Boxed> rows, CancellationToken cancellationToken) =>
                transaction.WriteAsync(rows.ToArray().Select(row => row.Text).ToArray(), cancellationToken);

            public ValueTask<bool> TryLockAsync(RunLock runLock, long replacedEpoch, CancellationToken cancellationToken) =>
                transaction.TryLockAsync(runLock, replacedEpoch, cancellationToken);

            public ValueTask SaveAsync(LoadProgress progress, CancellationToken cancellationToken) => transaction.SaveAsync(progress, cancellationToken);

            public ValueTask CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

            public ValueTask DisposeAsync() => transaction.DisposeAsync();
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EtlKit.Tests;

/// <summary>The reject file loses no line, whoever else writes to it and wherever a run has ended.</summary>
public sealed class RejectFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-");
    private readonly Ledgered<int> _target = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_directory.FullName, "rejects.jsonl");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_OthersAppendMeanwhile_KeepsTheirLines(bool locks)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && !locks, "here the file itself keeps others out");
        var others = 0;
        _target.OnStep = step =>
        {
            if (step == "committed" && others < 5)
            {
                // Before the rejects of this batch are appended.
                File.AppendAllText(Path, $"other {++others}\n");
            }

            return null;
        };

        var report = await Build(locks).RunAsync(Token).OrHangs();

        var lines = File.ReadAllLines(Path);
        others.Should().Be(5);
        lines.Where(line => line.StartsWith("other", StringComparison.Ordinal)).Should().Equal("other 1", "other 2", "other 3", "other 4", "other 5");
        lines.Except(lines.Where(line => line.StartsWith("other", StringComparison.Ordinal)))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("row").GetInt64())
            .Should().HaveCount((int)report.Rows.Rejected).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("{\"run\":\"torn")]
    [InlineData("{\"run\":\"torn\"}\n")]
    public async Task RunAsync_FileEndsWithinALine_BeginsALineOfItsOwn(string before)
    {
        File.WriteAllText(Path, before);

        var report = await Build(locks: false).RunAsync(Token).OrHangs();

        var lines = File.ReadAllLines(Path);
        lines[0].Should().Be(before.TrimEnd('\n'));
        lines[1..].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("row").GetInt64()).Should().HaveCount((int)report.Rows.Rejected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_RejectCantBeWrittenAfterTheCommit_LoadsNoBatchTwice(bool locks)
    {
        // A row of which nothing is written makes no line of JSON, whenever it is tried. To the loader, that is an error that may pass.
        var target = new Ledgered<int> { Refuse = (row, _) => row == 5 ? "refused" : null, Transient = exception => exception is ArgumentException };
        var json = (JsonTypeInfo<int>)new JsonSerializerOptions { Converters = { new Nothing() }, TypeInfoResolver = new DefaultJsonTypeInfoResolver() }.GetTypeInfo(typeof(int));
        var pipeline = Compose(locks, target).WriteRejectsTo(Path, json).Build();

        var error = (await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

        error.InnerException.Should().BeOfType<ArgumentException>();
        target.Rows.Should().OnlyHaveUniqueItems().And.NotBeEmpty("the batch is committed before its rejects are written");
    }

    [Fact]
    public async Task RunAsync_LineFailsHalfWayAndTheBatchIsTriedAgain_HasWholeLinesOnly()
    {
        var target = new Ledgered<int> { Refuse = (row, _) => row == 5 ? "refused" : null, Transient = exception => exception is ArgumentException };
        var converter = new Nothing { Times = 1 };
        var json = (JsonTypeInfo<int>)new JsonSerializerOptions { Converters = { converter }, TypeInfoResolver = new DefaultJsonTypeInfoResolver() }.GetTypeInfo(typeof(int));

        var report = await Compose(locks: false, target).WriteRejectsTo(Path, json).WithCheckpoints().Build().RunAsync(Token).OrHangs();

        report.Retries.Should().Be(1);
        var lines = File.ReadAllLines(Path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(line => line.GetProperty("row").GetInt64()).Should().HaveCount((int)report.Rows.Rejected).And.OnlyHaveUniqueItems();
        lines.Should().ContainSingle(line => line.GetProperty("stage").GetString() == "load").Which.GetProperty("value").GetInt32().Should().Be(5);
        target.Rows.Should().OnlyHaveUniqueItems().And.HaveCount((int)report.Rows.Loaded);
    }

    [Fact]
    public async Task RunAsync_OddText_IsALineThatCanBeReadAgain()
    {
        string[] odd = ["!\ud800 alone", "!\0\u0001\u2028\ufeff", "!\r\n", "!" + new string('x', 200_000)];
        var source = new TextSource("a\u0000\n\"\\", odd);
        var target = new Ledgered<string>();
        Pipeline Compose() => new PipelineBuilder("p").Extract(source).Load(target).WriteRejectsTo(Path).Build();
        await Compose().RunAsync(Token).OrHangs();
        source.AcceptsAll = true;

        var replay = await Compose().ReplayAsync(cancellationToken: Token).OrHangs();

        File.ReadAllLines(Path).Should().HaveCount(2 * odd.Length);
        replay.Rows.Should().Be(new RowLedger { Extracted = odd.Length, Loaded = odd.Length });
        target.Rows.Should().Equal(["!\ufffd alone", .. odd[1..]], "what no text can hold is replaced");
    }

    [Fact]
    public async Task RunAsync_OddReasons_AreWrittenEachTimeAsTheyAre()
    {
        // More of them than are kept encoded, each of them twice.
        string[] reasons = ["\ud800 alone", "\"quoted\\\n", "Zürich \U0001F600", .. Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"value {i} is odd"))];
        var rejections = reasons.Select(reason => new Rejection(reason)).ToArray();
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 2 * reasons.Length))
            .Transform<int>(row => rejections[row % reasons.Length])
            .Load(_target)
            .WriteRejectsTo(Path)
            .Build();

        await pipeline.RunAsync(Token).OrHangs();

        string[] written = ["\ufffd alone", .. reasons[1..]];
        File.ReadAllLines(Path).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("reason").GetString()).Should().Equal([.. written, .. written]);
    }

    private Pipeline Build(bool locks) => Compose(locks, _target).WriteRejectsTo(Path).Build();

    private static LoadedPipelineBuilder<int> Compose(bool locks, Ledgered<int> target)
    {
        var builder = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 100))
            .Transform<int>(row => row % 5 == 4 ? TransformResult.Reject("four") : row)
            .Load(target)
            .Configure(o => (o.BatchSize, o.RetryDelay, o.RetryTimeout) = (10, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(10)));
        return locks ? builder.WithRunLock() : builder;
    }

    /// <summary>Writes nothing for a number of times, and then the number.</summary>
    private sealed class Nothing : JsonConverter<int>
    {
        public int Times { get; set; } = int.MaxValue;

        public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => 0;

        public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options)
        {
            // Nothing: not even null.
            if (Times-- <= 0)
            {
                writer.WriteNumberValue(value);
            }
        }
    }
}

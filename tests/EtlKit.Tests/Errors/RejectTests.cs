using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EtlKit.Tests;

public sealed class RejectTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("etlkit-");
    private readonly FakeLoggerProvider _logs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _logs.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task RunAsync_WriteRejectsTo_AppendsALineOfJsonForEach()
    {
        var path = Path.Combine(_directory.FullName, "rejects.jsonl");
        var pipeline = new PipelineBuilder("p")
            .Extract(new Texts("file.csv", "1", "bad,\"line\"\n", "x\u0001ü😀", "4"))
            .Transform<int>(text => int.TryParse(text, out var n) ? n : TransformResult.Reject("not a number"))
            .Load(new Collected<int>())
            .WriteRejectsTo(path)
            .Build();

        var first = await pipeline.RunAsync(Token).OrHangs();
        var second = await pipeline.RunAsync(Token).OrHangs();

        var lines = File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Should().HaveCount(4);
        lines.Select(line => line.GetProperty("run").GetString()).Should().Equal(first.RunId, first.RunId, second.RunId, second.RunId);
        lines.Select(line => line.GetProperty("source").GetString()).Should().OnlyContain(source => source == "file.csv");
        lines.Select(line => line.GetProperty("row").GetInt64()).Should().Equal(2, 3, 2, 3);
        lines.Select(line => line.GetProperty("line").GetInt64()).Should().Equal(102, 103, 102, 103);
        lines.Select(line => line.GetProperty("stage").GetString()).Should().Equal("extract", "transform", "extract", "transform");
        lines.Select(line => line.GetProperty("reason").GetString()).Should().Equal("bad row", "not a number", "bad row", "not a number");
        lines[0].GetProperty("raw").GetString().Should().Be("bad,\"line\"\n");
        lines[1].GetProperty("raw").GetString().Should().Be("x\u0001ü😀");
    }

    [Fact]
    public async Task RunAsync_AsyncSteps_KeepTheRawTextOfTheRow()
    {
        var pipeline = new PipelineBuilder("p")
            .Extract(new Texts("file.csv", "1", "x", "3", "y", "5"))
            .TransformAsync<string>(async (text, _) =>
            {
                await Task.Yield();
                return text;
            }, 4)
            .TransformAsync<string>(async (text, _) =>
            {
                await Task.Yield();
                return text;
            }, 2)
            .Transform<int>(text => int.TryParse(text, out var n) ? n : TransformResult.Reject("not a number"))
            .Load(new Collected<int>())
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        report.RejectSamples.Select(reject => (reject.RowNumber, reject.RawText)).Should().Equal((2, "x"), (4, "y"));
    }

    [Fact]
    [Trait("Bug", "Spring Batch #2689")]
    public async Task RunAsync_LoadFails_WritesNoRejectOfTheFailedBatch()
    {
        var path = Path.Combine(_directory.FullName, "rejects.jsonl");
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 100))
            .Transform<int>(n => n % 10 == 0 ? TransformResult.Reject("round") : n)
            .Load(new Collected<int> { OnLoad = (batch, _) => batch.Number == 3 ? throw new InvalidDataException() : default })
            .Configure(o => o.BatchSize = 10)
            .WriteRejectsTo(path)
            .Build();

        var error = (await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

        var written = File.ReadAllLines(path).Length;
        written.Should().Be((int)error.Report.Rows.Rejected);
        (error.Report.Rows.Loaded + written).Should().Be(20);
    }

    [Theory]
    [Trait("Bug", "pgloader #1333")]
    [InlineData(2)]
    [InlineData(200)]
    public async Task RunAsync_TargetRefusesRows_FileHoldsAsManyAsTheReportCounts(int batchSize)
    {
        var path = Path.Combine(_directory.FullName, "rejects.jsonl");
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 400))
            .Load(new Ledgered<int> { Refuse = (n, _) => n % 4 == 3 ? "FOREIGN KEY constraint failed" : null })
            .Configure(o => o.BatchSize = batchSize)
            .WriteRejectsTo(path)
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        report.Rows.Should().Be(new RowLedger { Extracted = 400, Loaded = 300, Rejected = 100 });
        File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("row").GetInt32())
            .Should().Equal(Enumerable.Range(0, 100).Select(i => (4 * i) + 4));
    }

    [Fact]
    [Trait("Bug", "Redpanda Connect #4400")]
    public async Task RunAsync_ManyProducersReject_LosesNoneOfTheRejects()
    {
        const int Producers = 4;
        const int Rows = 5_000;
        var path = Path.Combine(_directory.FullName, "rejects.jsonl");
        var pipeline = new PipelineBuilder("p")
            .Extract(Enumerable.Range(0, Producers).Select(i => Sources.Numbers($"{i}", Rows)))
            .Transform<int>(n => n % 2 == 0 ? TransformResult.Reject("even") : n)
            .Load(new Collected<int>())
            .Configure(o =>
            {
                o.Producers = Producers;
                o.BatchSize = 100;
            })
            .WriteRejectsTo(path)
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        report.RejectsByReason.Should().Equal(new Dictionary<string, long> { ["even"] = Producers * Rows / 2 });
        report.Sources.Should().OnlyContain(source => source.Rejected == Rows / 2);
        File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(reject => (reject.GetProperty("source").GetString(), reject.GetProperty("row").GetInt64()))
            .ToHashSet().Should().HaveCount(Producers * Rows / 2);
    }

    [Fact]
    [Trait("Bug", "Spring Batch #2087")]
    public async Task RunAsync_HalfAMillionRejects_AreNotKept()
    {
        // What is on its way holds 20,000 rejects and some; one of 1,000 is watched.
        const int Rejects = 510_530;
        const int Watched = 1_000;
        var texts = new List<WeakReference>();
        var alive = int.MaxValue;
        var pipeline = new PipelineBuilder("p").Extract(new Bad("a", Give)).Load(new Collected<int>()).Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        report.Rows.Rejected.Should().Be(Rejects);
        texts.Should().HaveCount(Rejects / Watched);
        alive.Should().BeLessThanOrEqualTo(30);

        IEnumerable<string> Give()
        {
            for (var i = 1; i <= Rejects; i++)
            {
                var text = $"row {i}";
                if (i % Watched == 0)
                {
                    texts.Add(new WeakReference(text));
                }

                if (i == Rejects)
                {
                    GC.Collect();
                    alive = texts.Count(reference => reference.IsAlive);
                }

                yield return text;
            }
        }
    }

    [Fact]
    public async Task RunAsync_RejectFileCannotBeOpened_FailsBeforeTheTargetIsOpened()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 1))
            .Load(target)
            .WriteRejectsTo(_directory.FullName)
            .Build();

        var error = (await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;

        error.Report.Failure.Should().StartWith("opening the reject file failed");
        target.Opened.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_ManyRejects_KeepsTheFirstSamplesAndLogsTheFirstAsWarnings()
    {
        var report = await RunWithRejectsAsync(1000, o =>
        {
            o.MaxRejectSamples = 5;
            o.MaxLoggedRejects = 7;
        });

        report.Rows.Rejected.Should().Be(1000);
        report.RejectSamples.Select(reject => reject.RowNumber).Should().Equal(1, 2, 3, 4, 5);
        var rejects = Records().Where(record => record.Id.Id is EventIds.RowRejectedByTransform or EventIds.RowRejectedByTransformQuietly).ToList();
        rejects.Should().HaveCount(1000);
        rejects.Count(record => record.Level == LogLevel.Warning).Should().Be(7);
        rejects.Count(record => record.Level == LogLevel.Debug).Should().Be(993);
    }

    [Fact]
    public async Task RunAsync_ReasonsThatQuoteValues_AreCountedWithinABound()
    {
        var report = await RunWithRejectsAsync(10_000, _ => { }, n => $"value {n} is bad");

        report.RejectsByReason.Should().HaveCount(101);
        report.RejectsByReason.Values.Sum().Should().Be(10_000);
        report.RejectsByReason["(other reasons)"].Should().Be(9900);
    }

    [Fact]
    public async Task RunAsync_TransformerThrowsWithAValueInItsMessage_KeepsItOutUnlessAskedFor()
    {
        var quiet = await RunThrowingAsync(includeValues: false);
        var loud = await RunThrowingAsync(includeValues: true);

        quiet.RejectsByReason.Keys.Should().Equal("transformer threw FormatException");
        loud.RejectsByReason.Keys.Should().Equal("transformer threw FormatException: 4711 is secret");
        Records().Count(record => $"{record.Message} {record.Exception}".Contains("4711", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_SourceNameWithLineBreak_CannotForgeALogLine()
    {
        var pipeline = new PipelineBuilder("p") { LoggerFactory = LoggerFactory() }
            .Extract(Extractor.From("a\nERROR forged", [1]))
            .Transform<int>(_ => TransformResult.Reject("no\nforged"))
            .Load(new Collected<int>())
            .Build();

        await pipeline.RunAsync(Token).OrHangs();

        Records().Should().NotBeEmpty().And.OnlyContain(record => !record.Message.Contains('\n'));
    }

    private Task<PipelineReport> RunThrowingAsync(bool includeValues) =>
        new PipelineBuilder("p") { LoggerFactory = LoggerFactory() }
            .Extract(Sources.Numbers("a", 1))
            .Transform(n => n == 0 ? throw new FormatException("4711 is secret") : n)
            .Load(new Collected<int>())
            .Configure(o => o.IncludeValuesInReasons = includeValues)
            .Build()
            .RunAsync(Token)
            .OrHangs();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_ManyRejects_AsksForRawTextOnlyWhereSomebodyWillSeeIt(bool areStored)
    {
        var texts = new Texts("a", [.. Enumerable.Range(0, 1000).Select(i => $"row {i}")]);
        var builder = new PipelineBuilder("p")
            .Extract(texts)
            .Transform<int>(_ => TransformResult.Reject("no"))
            .Load(new Collected<int>())
            .Configure(o => (o.Producers, o.ChannelCapacity, o.BatchSize, o.MaxRejectSamples) = (1, 10, 10, 5));

        var report = await (areStored ? builder.WriteRejectsTo(Path.Combine(_directory.FullName, "rejects.jsonl")) : builder).Build().RunAsync(Token).OrHangs();

        report.RejectSamples.Select(reject => reject.RawText).Should().Equal("row 0", "row 1", "row 2", "row 3", "row 4");
        report.Rows.Rejected.Should().Be(1000);
        if (areStored)
        {
            texts.RawTextsGiven.Should().Be(1000);
        }
        else
        {
            texts.RawTextsGiven.Should().BeLessThan(100, "samples are full with the first batch, and some chunks are made meanwhile");
        }
    }

    private Task<PipelineReport> RunWithRejectsAsync(int count, Action<PipelineOptions> configure, Func<int, string>? reason = null) =>
        new PipelineBuilder("p") { LoggerFactory = LoggerFactory() }
            .Extract(Sources.Numbers("a", count))
            .Transform<int>(n => TransformResult.Reject(reason?.Invoke(n) ?? "no"))
            .Load(new Collected<int>())
            .Configure(configure)
            .Build()
            .RunAsync(Token)
            .OrHangs();

    private IReadOnlyList<FakeLogRecord> Records() => _logs.Collector.GetSnapshot();

    private LoggerFactory LoggerFactory() => new([_logs], new LoggerFilterOptions { MinLevel = LogLevel.Trace });

    /// <summary>A source that rejects all it has.</summary>
    private sealed class Bad(string name, Func<IEnumerable<string>> give) : IResumableExtractor<int>
    {
        public string Name => name;

        public IAsyncEnumerable<int> ExtractAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public async IAsyncEnumerable<Extracted<int>> ExtractFromAsync(
            SourcePosition start, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var text in give())
            {
                yield return new(new Rejection("bad") { RawText = text }, new SourcePosition(start.Rows + 1));
            }

            await Task.CompletedTask;
        }
    }

    /// <summary>A source of texts, which rejects those that begin with "bad", and whose lines are numbered from 101.</summary>
    private sealed class Texts(string name, params string[] rows) : IResumableExtractor<string>
    {
        public string Name => name;

        public int RawTextsGiven { get; private set; }

        public IAsyncEnumerable<string> ExtractAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<Extracted<string>> ExtractFromAsync(SourcePosition start, CancellationToken cancellationToken)
        {
            start.Should().Be(SourcePosition.Start);
            return new Sequence(this, rows);
        }

        private sealed class Sequence(Texts source, string[] rows) : IAsyncEnumerable<Extracted<string>>, IAsyncEnumerator<Extracted<string>>, IRawTextSource
        {
            private int _index = -1;

            public string? RawText
            {
                get
                {
                    source.RawTextsGiven++;
                    return rows[_index];
                }
            }

            public Extracted<string> Current => rows[_index].StartsWith("bad", StringComparison.Ordinal)
                ? new(new Rejection("bad row"), new SourcePosition(_index + 1), _index + 101)
                : new(rows[_index], new SourcePosition(_index + 1), _index + 101);

            public IAsyncEnumerator<Extracted<string>> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

            public ValueTask<bool> MoveNextAsync() => new(++_index < rows.Length);

            public ValueTask DisposeAsync() => default;
        }
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Tests;

/// <summary>Progress says what is known, and nothing else.</summary>
public sealed class ProgressTests
{
    // More than fit into batch, channel and the producer's hands: when the first batch is loaded, the source has not ended.
    private static readonly string[] ManyRows = [.. Enumerable.Range(0, 10).Select(i => $"{i}")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_SizedSource_ReportsBytesAndTotals()
    {
        var seen = await ProgressOfAsync([new Sized(new TextSource("a", "1", "22", "333"))]);

        seen[^1].Should().BeEquivalentTo(new { SourcesTotal = 1, SourcesCompleted = 1, BytesRead = 9L, BytesTotal = 9L, Fraction = 1.0, Remaining = TimeSpan.Zero });
    }

    [Fact]
    public async Task RunAsync_OneSourceTellsNoBytes_TotalIsUnknown()
    {
        var seen = await ProgressOfAsync([new Sized(new TextSource("a", "1", "22", "333")), new TextSource("b", "1")]);

        seen[^1].Should().BeEquivalentTo(new { SourcesTotal = 2, BytesRead = 9L, BytesTotal = (long?)null, Fraction = (double?)null, Remaining = (TimeSpan?)null });
    }

    [Fact]
    public async Task RunAsync_PlainSequence_TotalIsUnknownUntilItEnds()
    {
        var enumerated = 0;
        var seen = await ProgressOfAsync(Plain());

        enumerated.Should().Be(1);
        seen[0].Should().BeEquivalentTo(new { SourcesTotal = (int?)null, BytesTotal = (long?)null });
        seen[^1].Should().BeEquivalentTo(new { SourcesTotal = 2, BytesTotal = 22L, BytesRead = 22L });

        IEnumerable<IExtractor<string>> Plain()
        {
            enumerated++;
            yield return new Sized(new TextSource("a", ManyRows));
            yield return new Sized(new TextSource("b", "3"));
        }
    }

    [Fact]
    public async Task RunAsync_SizedSequence_TotalIsKnownFromTheStart()
    {
        var seen = await ProgressOfAsync(new SizedSequence(new SequenceSize(2, 22), new TextSource("a", ManyRows), new TextSource("b", "3")));

        seen[0].Should().BeEquivalentTo(new { SourcesTotal = 2, BytesTotal = 22L });
        seen[0].BytesRead.Should().BeLessThan(22);
        seen[^1].Should().BeEquivalentTo(new { SourcesTotal = 2, BytesTotal = 22L, BytesRead = 22L });
    }

    [Fact]
    public async Task RunAsync_SequenceOrSourceThrowsWhenAsked_GoesOnAndSaysSo()
    {
        using var logs = new FakeLoggerProvider();
        var source = new Sized(new TextSource("a", "1")) { Failure = new IOException("no size") };

        var seen = await ProgressOfAsync(new SizedSequence(null, source), logs);

        seen[^1].Should().BeEquivalentTo(new { Written = 1L, BytesTotal = (long?)null, BytesRead = (long?)null });
        logs.Collector.GetSnapshot().Select(record => record.Id.Id).Should().Contain([EventIds.SequenceNotMeasured, EventIds.SizeFailed]);
    }

    [Fact]
    public async Task RunAsync_Resumed_CountsWhatEarlierRunsHaveReadAsDone()
    {
        var source = new TextSource("a", [.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        var target = new Ledgered<string>();
        var commits = 0;
        target.OnStep = step => step == "commit" && ++commits == 4 ? new IOException("killed") : null;
        using var metrics = new Listened();
        var pipeline = new PipelineBuilder("p") { MeterFactory = metrics }
            .Extract([new Sized(source), new Sized(new TextSource("b", "12345"))])
            .Load(target)
            .Configure(o => (o.Producers, o.BatchSize, o.ChannelCapacity) = (1, 2, 2))
            .WithCheckpoints()
            .Build();
        await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();
        target.OnStep = _ => null;
        var done = target.Checkpoints["a"].Position.Bytes;
        done.Should().BePositive();
        var before = metrics.SumOf("etlkit.bytes.read");

        var seen = new List<PipelineProgress>();
        await pipeline.RunAsync(new Immediate(seen.Add), Token).OrHangs();

        seen.Should().OnlyContain(progress => progress.BytesRead >= done);
        seen[^1].Should().BeEquivalentTo(new { BytesRead = 26L, BytesTotal = 26L });
        (metrics.SumOf("etlkit.bytes.read") - before).Should().Be(26 - done, "only what this run has read is counted as read by it");
    }

    [Fact]
    public async Task RunAsync_SourceIsSkipped_CountsAsDone()
    {
        var pipeline = new PipelineBuilder("p").Extract([new Sized(new TextSource("a", "1", "2"))]).Load(new Ledgered<string>()).WithCheckpoints().Build();
        await pipeline.RunAsync(Token).OrHangs();
        var seen = new List<PipelineProgress>();

        await pipeline.RunAsync(new Immediate(seen.Add), Token).OrHangs();

        seen[^1].Should().BeEquivalentTo(new { SourcesSkipped = 1, BytesRead = 4L, BytesTotal = 4L, Remaining = TimeSpan.Zero });
    }

    [Fact]
    public void Meter_RatesAndRemainingTime_AreThoseOfLate()
    {
        var meter = new ProgressMeter { Size = new SequenceSize(1) };
        var bytes = new Bytes { Length = 100_000 };
        var source = new SourceRun("a", new FakeTimeProvider());
        source.Bytes.Open(bytes, SourcePosition.Start);

        PipelineProgress At(double seconds, long rows, long read)
        {
            (source.Extracted, bytes.BytesRead) = (rows, read);
            var (sources, totals) = (default(SourceTotals), default(ByteTotals));
            sources.Add(source);
            totals.Add(source);
            return meter.Measure(TimeSpan.FromSeconds(seconds), new LoadCounts(), sources, totals, listingHasEnded: false);
        }

        At(0.5, 100, 1000).Should().BeEquivalentTo(new { RowsPerSecond = (double?)null, BytesPerSecond = (double?)null, Remaining = (TimeSpan?)null, BytesTotal = 100_000L });
        At(2, 400, 4000).Should().BeEquivalentTo(new { RowsPerSecond = 200.0, BytesPerSecond = 2000.0, Remaining = TimeSpan.FromSeconds(48) });

        // Ten seconds later the start is out of the window: 40,000 bytes in the 10 seconds since second 2.
        At(12, 4400, 44_000).Should().BeEquivalentTo(new { RowsPerSecond = 400.0, BytesPerSecond = 4000.0, Remaining = TimeSpan.FromSeconds(14) });

        // Nothing comes any more: nobody knows how long that goes on.
        At(22, 4400, 44_000).Should().BeEquivalentTo(new { RowsPerSecond = 0.0, BytesPerSecond = 0.0, Remaining = (TimeSpan?)null });
    }

    [Fact]
    public void Meter_FailedSource_IsNotWaitedFor()
    {
        var meter = new ProgressMeter { Size = new SequenceSize(1) };
        var source = new SourceRun("a", new FakeTimeProvider()) { Status = SourceStatus.Failed };
        source.Bytes.Open(new Bytes { Length = 100, BytesRead = 40 }, SourcePosition.Start);
        source.End();
        var (sources, bytes) = (default(SourceTotals), default(ByteTotals));
        sources.Add(source);
        bytes.Add(source);

        meter.Measure(TimeSpan.FromSeconds(2), new LoadCounts(), sources, bytes, listingHasEnded: true)
            .Should().BeEquivalentTo(new { BytesRead = 40L, BytesTotal = 100L, Remaining = TimeSpan.Zero, SourcesFailed = 1 });
    }

    [Fact]
    public void ToString_AllIsKnown_IsOneLine() => new PipelineProgress
    {
        Extracted = 12_345_678,
        Written = 12_300_000,
        Filtered = 3,
        Rejected = 45,
        SourcesListed = 3,
        SourcesCompleted = 1,
        SourcesSkipped = 1,
        SourcesFailed = 1,
        SourcesTotal = 4,
        BytesRead = 1_234_567_890,
        BytesTotal = 4_000_000_000,
        RowsPerSecond = 512_345.6,
        BytesPerSecond = 45_300_000,
        Remaining = TimeSpan.FromSeconds(72.4),
    }.ToString().Should().Be(
        "12,345,678 rows extracted, 12,300,000 written, 3 filtered, 45 rejected; 2 of 4 sources, 1 failed; 1.2 GB of 4.0 GB (30 %); 512,346 rows/s, 45.3 MB/s; 1 min 12 s left");

    [Fact]
    public void ToString_NothingIsKnown_LeavesItOut() =>
        new PipelineProgress { Extracted = 1, SourcesListed = 1 }.ToString().Should().Be("1 rows extracted, 0 written; 0 sources");

    private static Task<List<PipelineProgress>> ProgressOfAsync(params IExtractor<string>[] sources) => ProgressOfAsync(sources, null);

    /// <summary>Runs with batches of a row, and time that passes between any two of them.</summary>
    private static async Task<List<PipelineProgress>> ProgressOfAsync(IEnumerable<IExtractor<string>> sources, FakeLoggerProvider? logs = null)
    {
        var time = new FakeTimeProvider();
        var seen = new List<PipelineProgress>();
        var target = new Collected<string>
        {
            OnLoad = (_, _) =>
            {
                time.Advance(TimeSpan.FromMilliseconds(300));
                return default;
            },
        };
        var builder = new PipelineBuilder("p") { TimeProvider = time };
        if (logs is not null)
        {
            builder.LoggerFactory = new LoggerFactory([logs]);
        }

        await builder.Extract(sources).Load(target)
            .Configure(o => (o.Producers, o.BatchSize, o.ChannelCapacity, o.BatchTimeout) = (1, 1, 1, Timeout.InfiniteTimeSpan))
            .Build()
            .RunAsync(new Immediate(seen.Add), Token).OrHangs();
        return seen;
    }

    private sealed class Immediate(Action<PipelineProgress> report) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value) => report(value);
    }

    private sealed class Bytes : ISizedSource
    {
        public long BytesRead { get; set; }

        public long? Length { get; init; }
    }

    /// <summary>A sequence that knows its size, and lists its sources one by one; it throws when it has none to tell.</summary>
    private sealed class SizedSequence(SequenceSize? size, params IExtractor<string>[] sources) : IEnumerable<IExtractor<string>>, ISizedSequence
    {
        public SizedSequence(SequenceSize? size, params TextSource[] sources)
            : this(size, [.. sources.Select(source => new Sized(source))])
        {
        }

        public ValueTask<SequenceSize?> MeasureAsync(CancellationToken cancellationToken) => new(size ?? throw new IOException("no size"));

        public IEnumerator<IExtractor<string>> GetEnumerator() => sources.AsEnumerable().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

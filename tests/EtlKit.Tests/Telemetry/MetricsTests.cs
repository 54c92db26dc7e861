using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EtlKit.Tests;

/// <summary>Instruments, their units and tags are relied on by users' dashboards: they are tested as API. What they measure is what the report says.</summary>
public sealed class MetricsTests : IDisposable
{
    private const string Both = "etlkit.pipeline.name etlkit.run.kind";

    private static readonly string[] Approved =
    [
        $"etlkit.active_runs ObservableUpDownCounter<Int64> {{run}} {Both}",
        $"etlkit.batch.duration Histogram<Double> s {Both}",
        $"etlkit.batch.size Histogram<Int64> {{row}} {Both}",
        $"etlkit.batches Counter<Int64> {{batch}} {Both}",
        $"etlkit.bytes.read Counter<Int64> By {Both}",
        $"etlkit.channel.limit ObservableUpDownCounter<Int64> {{row}} {Both}",
        $"etlkit.channel.usage ObservableUpDownCounter<Int64> {{row}} {Both}",
        $"etlkit.producer.wait Counter<Double> s {Both}",
        $"etlkit.retries Counter<Int64> {{retry}} error.type {Both}",
        $"etlkit.rows.expanded Counter<Int64> {{row}} {Both}",
        $"etlkit.rows.extracted Counter<Int64> {{row}} {Both}",
        $"etlkit.rows.filtered Counter<Int64> {{row}} {Both}",
        $"etlkit.rows.ignored Counter<Int64> {{row}} {Both}",
        $"etlkit.rows.loaded Counter<Int64> {{row}} {Both}",
        $"etlkit.rows.rejected Counter<Int64> {{row}} etlkit.pipeline.name etlkit.reject.code etlkit.reject.stage etlkit.run.kind",
        $"etlkit.rows.unchanged Counter<Int64> {{row}} {Both}",
        $"etlkit.run.duration Histogram<Double> s error.type {Both} etlkit.run.status",
        $"etlkit.run.last_success ObservableGauge<Double> s {Both}",
        $"etlkit.runs Counter<Int64> {{run}} error.type {Both} etlkit.run.status",
        $"etlkit.sources Counter<Int64> {{source}} {Both} etlkit.source.status",
        $"etlkit.writer.wait Counter<Double> s {Both}",
    ];

    private readonly Listened _metrics = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task Instruments_NamesUnitsTypesAndTags_AreThoseApproved()
    {
        await RunEverythingAsync();

        var seen = _metrics.Instruments.Select(instrument =>
        {
            var type = instrument.GetType();
            return $"{instrument.Name} {type.Name.Split('`')[0]}<{type.GenericTypeArguments[0].Name}> {instrument.Unit} {string.Join(' ', _metrics.TagsOf(instrument.Name))}";
        });

        seen.Order(StringComparer.Ordinal).Should().Equal(Approved);
        _metrics.Instruments.Should().OnlyContain(instrument => instrument.Description!.EndsWith('.') && instrument.Meter.Name == "EtlKit" && instrument.Meter.Version == "0.1.0");
        _metrics.Instruments.OfType<Histogram<double>>().Should().OnlyContain(histogram => histogram.Advice!.HistogramBucketBoundaries!.Count > 10);
        _metrics.All.SelectMany(measured => measured.Tags.Values).Should().OnlyContain(value => value is string);
    }

    [Fact]
    public async Task RunAsync_RowsOfEveryKind_EqualTheReport()
    {
        var report = await RunEverythingAsync();

        report.Rows.Expanded.Should().BePositive();
        AssertEquals(report);
        _metrics.SumsOf("etlkit.rows.rejected", "etlkit.reject.stage").Should().Equal(new Dictionary<string, double> { ["extract"] = 1, ["transform"] = 1, ["load"] = 1 });
        _metrics.SumsOf("etlkit.rows.rejected", "etlkit.reject.code").Should().Equal(new Dictionary<string, double> { ["E1"] = 1, [""] = 2 });
        _metrics.SumsOf("etlkit.retries", "error.type").Should().Equal(new Dictionary<string, double> { ["System.TimeoutException"] = 1 });
        _metrics.SumsOf("etlkit.runs", "etlkit.run.status").Should().Equal(new Dictionary<string, double> { ["failed"] = 1 });
        _metrics.SumsOf("etlkit.runs", "error.type").Should().Equal(new Dictionary<string, double> { ["System.IO.IOException"] = 1 });
        _metrics.SumsOf("etlkit.sources", "etlkit.source.status").Should().Equal(new Dictionary<string, double> { ["completed"] = 1, ["failed"] = 1 });
    }

    [Fact]
    public async Task RunAsync_UnchangedAndIgnored_EqualTheReport()
    {
        var target = new Collected<int> { Result = batch => new LoadResult(batch.Count - 2, 1, 1) };

        var report = await Build(Sources.Numbers("a", 95), target).RunAsync(Token).OrHangs();

        report.Rows.Unchanged.Should().BePositive();
        report.Rows.Ignored.Should().BePositive();
        AssertEquals(report);
        _metrics.Of("etlkit.batch.size").Select(measured => measured.Value).Should().BeEquivalentTo(target.Batches.Select(batch => (double)batch.Length));
        _metrics.SumsOf("etlkit.runs", "etlkit.run.status").Should().Equal(new Dictionary<string, double> { ["succeeded"] = 1 });
    }

    [Fact]
    public async Task RunAsync_LoaderFails_EqualsTheReport()
    {
        var loads = 0;
        var target = new Collected<int> { OnLoad = (_, _) => ++loads == 3 ? throw new IOException("the disk is full") : default };

        var act = () => Build(Sources.Numbers("a", 95), target).RunAsync(Token).OrHangs();

        var report = (await act.Should().ThrowAsync<PipelineException>()).Which.Report;
        report.Rows.Loaded.Should().BePositive();
        AssertEquals(report);
    }

    [Fact]
    public async Task RunAsync_Cancelled_EqualsTheReportAndIsNoError()
    {
        using var cancel = new CancellationTokenSource();
        var target = new Collected<int> { OnLoad = (_, _) => { cancel.Cancel(); return default; } };

        var act = () => Build(Sources.Endless("a", 95), target).RunAsync(cancel.Token).OrHangs();

        var report = (await act.Should().ThrowAsync<PipelineCancelledException>()).Which.Report;
        AssertEquals(report);
        _metrics.SumsOf("etlkit.runs", "etlkit.run.status").Should().Equal(new Dictionary<string, double> { ["cancelled"] = 1 });
        _metrics.Of("etlkit.runs")[0].Tags.Keys.Should().NotContain("error.type");
        _metrics.SumsOf("etlkit.sources", "etlkit.source.status").Should().Equal(new Dictionary<string, double> { ["unfinished"] = 1 });
    }

    [Fact]
    public async Task RunAsync_StagedRowsThatNeverArrive_AreNotLoaded()
    {
        var target = new Collected<int> { LoadsAtCompletion = true };

        var act = () => Build(Sources.Failing("a", 95, new IOException("gone")), target).RunAsync(Token).OrHangs();

        var report = (await act.Should().ThrowAsync<PipelineException>()).Which.Report;
        target.Rows.Should().NotBeEmpty();
        report.Rows.Loaded.Should().Be(0);
        AssertEquals(report);
    }

    [Fact]
    public async Task RunAsync_StagedRowsThatArrive_AreLoaded()
    {
        var report = await Build(Sources.Numbers("a", 95), new Collected<int> { LoadsAtCompletion = true }).RunAsync(Token).OrHangs();

        report.Rows.Loaded.Should().Be(95);
        AssertEquals(report);
    }

    [Fact]
    public async Task RunAsync_ResumedInTheMiddleOfARow_EqualsTheReportOfEachRun()
    {
        var source = new TextSource("a", [.. Enumerable.Range(0, 20).Select(i => $"{i}")]);
        var target = new Ledgered<string>();
        var pipeline = new PipelineBuilder("metrics") { MeterFactory = _metrics }
            .Extract(source)
            .TransformMany(line => new[] { line + "a", line + "b", line + "c" })
            .Load(target)
            .Configure(o => (o.Producers, o.BatchSize, o.ChannelCapacity) = (1, 4, 4))
            .WithCheckpoints()
            .Build();
        var commits = 0;
        target.OnStep = step => step == "commit" && ++commits == 4 ? new IOException("killed") : null;

        var first = (await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which.Report;
        target.Checkpoints["a"].Outcomes.Should().BePositive("else the run would not go on in the middle of a row");
        target.OnStep = _ => null;
        var second = await pipeline.RunAsync(Token).OrHangs();

        second.Sources[0].ResumedAfter.Should().BePositive();
        target.Rows.Should().HaveCount(60);
        AssertEquals(first, second);
    }

    [Fact]
    public async Task ReplayAsync_Rejects_AreOfAnotherKind()
    {
        var source = new TextSource("a", "good", "!bad", "good too");
        var target = new Ledgered<string>();
        var pipeline = new PipelineBuilder("metrics") { MeterFactory = _metrics }.Extract(source).Load(target).WriteRejectsToTarget().Build();
        await pipeline.RunAsync(Token).OrHangs();
        source.AcceptsAll = true;

        var replay = await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();

        replay.Rows.Loaded.Should().Be(1);
        _metrics.SumsOf("etlkit.rows.loaded", "etlkit.run.kind").Should().Equal(new Dictionary<string, double> { ["run"] = 2, ["replay"] = 1 });
    }

    [Fact]
    public async Task RunAsync_ListenerComesLate_IsToldOfTheWholeRun()
    {
        using var late = new Listened(listens: false);
        var loads = 0;
        var target = new Collected<int>
        {
            OnLoad = (_, _) =>
            {
                if (++loads == 3)
                {
                    late.Start();
                }

                return default;
            },
        };

        var report = await Build(Sources.Numbers("a", 95), target, late).RunAsync(Token).OrHangs();

        loads.Should().BeGreaterThan(3);
        late.SumOf("etlkit.rows.extracted").Should().Be(report.Rows.Extracted);
        late.SumOf("etlkit.rows.loaded").Should().Be(report.Rows.Loaded);
    }

    [Fact]
    public async Task RunAsync_ListenerThrows_GoesOnAndSaysSoOnce()
    {
        var thrown = 0;
        using var metrics = new Listened
        {
            OnMeasured = _ =>
            {
                thrown++;
                throw new InvalidOperationException("the exporter is broken");
            },
        };
        using var logs = new FakeLoggerProvider();
        var pipeline = new PipelineBuilder("metrics") { MeterFactory = metrics, LoggerFactory = new LoggerFactory([logs]) }
            .Extract(Sources.Numbers("a", 95))
            .Load(new Collected<int>())
            .Configure(o => o.BatchSize = 10)
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        thrown.Should().BeGreaterThan(10, "otherwise nothing was tried");
        report.Status.Should().Be(PipelineStatus.Succeeded);
        report.Rows.Loaded.Should().Be(95);
        logs.Collector.GetSnapshot().Where(record => record.Id.Id == EventIds.TelemetryFailed).Should().ContainSingle()
            .Which.Exception!.Message.Should().Be("the exporter is broken");
    }

    [Fact]
    public async Task RunAsync_ListenerIsStuckWhenTheRunIsAbandoned_ReportsAllTheSame()
    {
        using var cancel = new CancellationTokenSource();
        var gate = new Gate();
        var isFirst = true;
        using var metrics = new Listened
        {
            OnMeasured = instrument =>
            {
                if (instrument.Name == "etlkit.batch.size" && isFirst)
                {
                    isFirst = false;
                    gate.PassBlocking();
                }
            },
        };
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var run = new PipelineBuilder("metrics") { MeterFactory = metrics, TimeProvider = time }
            .Extract(Sources.Numbers("a", 5))
            .Load(new Collected<int>())
            .Build()
            .RunAsync(cancel.Token);
        await gate.Reached;
        await cancel.CancelAsync();

        await time.AdvanceUntilAsync(run);

        (await FluentActions.Awaiting(() => run).Should().ThrowAsync<PipelineCancelledException>()).Which.Report.Abandoned.Should().NotBeEmpty();
        gate.Open();
    }

    [Fact]
    public async Task RunAsync_UnderWay_IsObservedAndThenNot()
    {
        var gate = new Gate();
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        var target = new Collected<int> { OnLoad = (_, token) => gate.PassAsync(token) };
        var run = new PipelineBuilder("metrics") { MeterFactory = _metrics, TimeProvider = time }
            .Extract(Sources.Numbers("a", 95))
            .Load(target)
            .Configure(o => (o.BatchSize, o.ChannelCapacity) = (10, 20))
            .Build()
            .RunAsync(Token);
        await gate.Reached;

        _metrics.Observe();
        _metrics.Of("etlkit.active_runs").Single().Value.Should().Be(1);
        _metrics.Of("etlkit.channel.limit").Single().Value.Should().Be(20);
        _metrics.Of("etlkit.channel.usage").Single().Value.Should().BeInRange(0, 20);
        _metrics.Of("etlkit.run.last_success").Should().BeEmpty();
        gate.Open();
        await run.OrHangs();

        _metrics.Observe();
        _metrics.Of("etlkit.active_runs")[^1].Value.Should().Be(0);
        _metrics.Of("etlkit.channel.limit").Should().ContainSingle("no run has a channel any more");
        _metrics.Of("etlkit.run.last_success").Single().Value.Should().Be(1_800_000_000);
    }

    [Fact]
    public async Task RunAsync_Ended_IsNotKeptAlive()
    {
        var (pipeline, row) = await RunAndForgetAsync();

        for (var i = 0; i < 10 && (pipeline.IsAlive || row.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        pipeline.IsAlive.Should().BeFalse();
        row.IsAlive.Should().BeFalse();
        _metrics.Observe();
        _metrics.Of("etlkit.run.last_success").Should().ContainSingle("the time of the last success outlives the pipeline");
    }

    [Fact]
    public async Task RunAsync_CodesWithoutEnd_AreBounded()
    {
        var codes = 0;
        var pipeline = new PipelineBuilder("metrics") { MeterFactory = _metrics }
            .Extract(Sources.Numbers("a", 200))
            .Transform<int>(_ => new Rejection("bad") { Code = $"code {codes++}" })
            .Load(new Collected<int>())
            .Build();

        await pipeline.RunAsync(Token).OrHangs();
        await pipeline.RunAsync(Token).OrHangs();

        var sums = _metrics.SumsOf("etlkit.rows.rejected", "etlkit.reject.code");
        sums.Should().HaveCount(RejectCodes.MaxCodes + 1);
        sums["_OTHER"].Should().Be(400 - RejectCodes.MaxCodes);
    }

    [Fact]
    public async Task RunAsync_NoMeterFactory_HasTheMeterOfTheProcess()
    {
        var name = $"shared {Guid.NewGuid():N}";
        var loaded = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Name: "etlkit.rows.loaded", Meter: { Name: "EtlKit", Scope: null } })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags.ToArray().Contains(new("etlkit.pipeline.name", name)))
            {
                Interlocked.Add(ref loaded, value);
            }
        });
        listener.Start();

        await new PipelineBuilder(name).Extract(Sources.Numbers("a", 95)).Load(new Collected<int>()).Build().RunAsync(Token).OrHangs();

        loaded.Should().Be(95);
    }

    [Fact]
    public void PipelineBook_ManyNames_ForgetsTheOldest()
    {
        var book = new PipelineBook();
        for (var i = 0; i < 1500; i++)
        {
            var run = new Idle();
            book.Begin(new RunTags($"p{i}", "run"), run);
            if (i > 0)
            {
                book.End(new RunTags($"p{i}", "run"), run);
            }
        }

        var names = book.ActiveRuns().Select(measurement => measurement.Tags[0].Value).ToList();
        names.Should().HaveCount(1000).And.Contain("p1499").And.Contain("p0", "its run is under way").And.NotContain("p1");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<(WeakReference Pipeline, WeakReference Target)> RunAndForgetAsync()
    {
        var target = new Collected<int>();
        var pipeline = Build(Sources.Numbers("a", 95), target);
        await pipeline.RunAsync(Token).OrHangs();
        return (new WeakReference(pipeline), new WeakReference(target));
    }

    /// <summary>A run with rows of every kind, a retry, narrowing, a source that fails, and a row that the target refuses.</summary>
    private async Task<PipelineReport> RunEverythingAsync()
    {
        var writes = 0;
        var target = new Ledgered<string> { Refuse = (row, _) => row == "refused" ? "refused" : null };
        target.OnStep = step => step == "write" && ++writes == 1 ? new TimeoutException() : null;
        var pipeline = new PipelineBuilder("metrics") { MeterFactory = _metrics, TimeProvider = new LeapingTime(TimeSpan.FromSeconds(10)) }
            .Extract([new Sized(new TextSource("a", ["one", "two", "!bad", "drop", "odd", "refused", "many"])), Extractor.From<string>("b", _ => throw new IOException("gone"))])
            .Where(row => row != "drop")
            .Transform<string>(row => row == "odd" ? TransformResult.Reject("odd") : row)
            .TransformMany(row => row == "many" ? new[] { "m1", "m2", "m3" } : [row])
            .Load(target)
            .Configure(o => o.BatchTimeout = Timeout.InfiniteTimeSpan)
            .Build();

        var report = (await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which.Report;

        writes.Should().BeGreaterThan(2);
        report.Rows.Should().BeEquivalentTo(new RowLedger { Extracted = 7, Expanded = 2, Loaded = 5, Filtered = 1, Rejected = 3 });

        // What this run has not: rows that were unchanged or ignored, waits, and a success.
        var full = new Gate();
        var other = new PipelineBuilder("other") { MeterFactory = _metrics }
            .Extract(Sources.Numbers("a", 95))
            .Load(new Collected<int>
            {
                OnLoad = (_, token) => full.PassAsync(token),
                Result = batch => batch.Count < 3 ? new LoadResult(batch.Count) : new LoadResult(batch.Count - 2, 1, 1),
            })
            .Configure(o => (o.BatchSize, o.ChannelCapacity, o.Producers) = (10, 10, 1))
            .Build();
        var waiting = other.RunAsync(Token);
        await other.SnapshotWhenAsync(ProducerState.WaitingForChannel);
        full.Open();
        await waiting.OrHangs();
        var gate = new Gate();
        var underWay = new PipelineBuilder("under way") { MeterFactory = _metrics }.Extract(Sources.Then("a", 1, async token => await gate.PassAsync(token))).Load(new Collected<int>()).Build().RunAsync(Token);
        await gate.Reached;
        _metrics.Observe();
        gate.Open();
        await underWay.OrHangs();
        _metrics.Observe();
        _metrics.Forget("other", "under way");
        return report;
    }

    private Pipeline Build(IExtractor<int> source, ILoader<int> target, Listened? metrics = null) =>
        new PipelineBuilder("metrics") { MeterFactory = metrics ?? _metrics }
            .Extract(source)
            .Load(target)
            .Configure(o => (o.BatchSize, o.Producers) = (10, 1))
            .Build();

    private void AssertEquals(params PipelineReport[] reports)
    {
        Assert("etlkit.rows.extracted", report => report.Rows.Extracted);
        Assert("etlkit.rows.expanded", report => report.Rows.Expanded);
        Assert("etlkit.rows.loaded", report => report.Rows.Loaded);
        Assert("etlkit.rows.unchanged", report => report.Rows.Unchanged);
        Assert("etlkit.rows.ignored", report => report.Rows.Ignored);
        Assert("etlkit.rows.filtered", report => report.Rows.Filtered);
        Assert("etlkit.rows.rejected", report => report.Rows.Rejected);
        Assert("etlkit.batches", report => report.Batches);
        Assert("etlkit.retries", report => report.Retries);
        Assert("etlkit.runs", _ => 1);
        Assert("etlkit.sources", report => report.Sources.Count);
        Assert("etlkit.producer.wait", report => report.ProducerWait.TotalSeconds);
        Assert("etlkit.writer.wait", report => report.WriterWait.TotalSeconds);
        Assert("etlkit.run.duration", report => report.Duration.TotalSeconds);

        void Assert(string instrument, Func<PipelineReport, double> of) =>
            _metrics.SumOf(instrument).Should().BeApproximately(reports.Sum(of), 1e-6, "{0} says so", instrument);
    }

    private sealed class Idle : ILiveRun
    {
        public long ChannelRows => 0;

        public long ChannelCapacity => 0;
    }
}

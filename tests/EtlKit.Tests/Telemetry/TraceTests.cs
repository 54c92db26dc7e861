using System.Diagnostics;

namespace EtlKit.Tests;

/// <summary>A run that is traced has spans for itself, its sources and its batches, which hang together.</summary>
public sealed class TraceTests
{
    private readonly string _name = $"traced {Guid.NewGuid():N}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_GoodRun_HasSpansForRunSourcesAndBatches()
    {
        using var traced = new Traced(_name);

        var report = await Build([Sources.Numbers("a", 95), Sources.Numbers("b", 95)], new Collected<int>()).RunAsync(Token).OrHangs();

        var run = traced.Run;
        run.DisplayName.Should().Be($"run {_name}");
        run.GetTagItem("etlkit.run.id").Should().Be(report.RunId);
        run.GetTagItem("etlkit.run.status").Should().Be("succeeded");
        run.GetTagItem("etlkit.rows.loaded").Should().Be(190L);
        run.GetTagItem("etlkit.batches").Should().Be(report.Batches);
        run.Status.Should().Be(ActivityStatusCode.Unset);
        traced.Sources.Select(span => span.GetTagItem("etlkit.source.name")).Should().BeEquivalentTo(["a", "b"]);
        traced.Sources.Should().OnlyContain(span => Equals(span.GetTagItem("etlkit.source.status"), "completed") && Equals(span.GetTagItem("etlkit.rows.extracted"), 95L));
        traced.Batches.Should().HaveCount((int)report.Batches);
        traced.Batches.Select(span => span.GetTagItem("etlkit.batch.number")).Should().Equal(Enumerable.Range(1, (int)report.Batches).Select(i => (object)(long)i));
        traced.Batches.Sum(span => (int)span.GetTagItem("etlkit.batch.rows")!).Should().Be(190);
        traced.Sources.Concat(traced.Batches).Should().OnlyContain(span => span.ParentSpanId == run.SpanId && span.TraceId == run.TraceId);
        traced.All.Should().OnlyContain(span => span.Kind == ActivityKind.Internal && span.Source.Version == "0.1.0");
    }

    [Fact]
    public async Task RunAsync_CallerHasASpan_IsItsChildAndLeavesItCurrent()
    {
        using var traced = new Traced(_name);
        using var caller = new Activity("caller").Start();

        await Build([Sources.Numbers("a", 5)], new Collected<int>()).RunAsync(Token).OrHangs();

        traced.Run.ParentSpanId.Should().Be(caller.SpanId);
        Activity.Current.Should().BeSameAs(caller);
    }

    [Fact]
    public async Task RunAsync_ContextDoesNotFlow_SpansAreStillInsideThatOfTheRun()
    {
        using var traced = new Traced(_name);
        var pipeline = Build([Sources.Numbers("a", 5)], new Collected<int>());

        Task run;
        using (ExecutionContext.SuppressFlow())
        {
            run = pipeline.RunAsync(Token);
        }

        await run.OrHangs();

        traced.Sources.Concat(traced.Batches).Should().HaveCount(2).And.OnlyContain(span => span.ParentSpanId == traced.Run.SpanId);
    }

    [Fact]
    public async Task RunAsync_UsersSpans_AreInsideThatOfTheirSource()
    {
        using var traced = new Traced(_name);
        Activity? seen = null;
        var source = Sources.Then("a", 5, _ =>
        {
            seen = Activity.Current;
            return Task.CompletedTask;
        });

        await Build([source], new Collected<int>()).RunAsync(Token).OrHangs();

        seen.Should().BeSameAs(traced.Sources.Single());
    }

    [Fact]
    public async Task RunAsync_SourceFails_IsAnErrorOfItsSpanAndOfTheRunWithoutTheMessage()
    {
        using var traced = new Traced(_name);
        var cause = new InvalidDataException("password=secret", new FormatException("value 4711"));

        await FluentActions.Awaiting(() => Build([Sources.Failing("a", 3, cause)], new Collected<int>()).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();

        foreach (var span in new[] { traced.Run, traced.Sources.Single() })
        {
            span.Status.Should().Be(ActivityStatusCode.Error);
            span.GetTagItem("error.type").Should().Be("System.IO.InvalidDataException");
            var exception = span.Events.Should().ContainSingle(e => e.Name == "exception").Which.Tags.ToDictionary();
            exception["exception.type"].Should().Be("System.IO.InvalidDataException");
            exception["exception.stacktrace"].Should().BeOfType<string>().Which.Should().Contain(nameof(Sources)).And.Contain("System.FormatException");
        }

        traced.Run.GetTagItem("etlkit.run.status").Should().Be("failed");
        traced.Sources.Single().GetTagItem("etlkit.source.status").Should().Be("failed");
        TextOf(traced).Should().NotContain("secret").And.NotContain("4711");
    }

    [Fact]
    public async Task RunAsync_ValuesMayBeShown_HasTheMessage()
    {
        using var traced = new Traced(_name);
        var pipeline = Build([Sources.Failing("a", 3, new InvalidDataException("line 7 is odd"))], new Collected<int>(), o => o.IncludeValuesInReasons = true);

        await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();

        traced.Run.Events.Single().Tags.ToDictionary()["exception.message"].Should().Be("line 7 is odd");
    }

    [Fact]
    public async Task RunAsync_LoaderFails_IsAnErrorOfTheBatch()
    {
        using var traced = new Traced(_name);
        var target = new Collected<int> { OnLoad = (_, _) => throw new IOException("the disk is full") };

        await FluentActions.Awaiting(() => Build([Sources.Numbers("a", 5)], target).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();

        traced.Batches.Single().Status.Should().Be(ActivityStatusCode.Error);
        traced.Batches.Single().GetTagItem("error.type").Should().Be("System.IO.IOException");
        traced.Run.Status.Should().Be(ActivityStatusCode.Error);
    }

    [Fact]
    public async Task RunAsync_Retries_AreEventsOfTheirBatch()
    {
        using var traced = new Traced(_name);
        var loads = 0;
        var target = new Collected<int> { OnLoad = (_, _) => ++loads <= 2 ? throw new TimeoutException("busy") : default, OnClassify = _ => ErrorKind.Transient };

        var report = await Build([Sources.Numbers("a", 5)], target).RunAsync(Token).OrHangs();

        report.Retries.Should().Be(2);
        var events = traced.Batches.Single().Events.ToList();
        events.Select(e => e.Name).Should().Equal("retry", "retry");
        events.Select(e => e.Tags.ToDictionary()["etlkit.retry.number"]).Should().Equal(1, 2);
        events[0].Tags.ToDictionary()["error.type"].Should().Be("System.TimeoutException");
        traced.Batches.Single().Status.Should().Be(ActivityStatusCode.Unset);
    }

    [Fact]
    public async Task RunAsync_Cancelled_IsNoError()
    {
        using var traced = new Traced(_name);
        using var cancel = new CancellationTokenSource();
        var target = new Collected<int> { OnLoad = (_, _) => { cancel.Cancel(); return default; } };

        await FluentActions.Awaiting(() => Build([Sources.Endless("a", 95)], target).RunAsync(cancel.Token).OrHangs()).Should().ThrowAsync<PipelineCancelledException>();

        traced.Run.GetTagItem("etlkit.run.status").Should().Be("cancelled");
        traced.Sources.Single().GetTagItem("etlkit.source.status").Should().Be("unfinished");
        traced.All.Should().OnlyContain(span => span.Status == ActivityStatusCode.Unset && !span.Events.Any());
    }

    [Fact]
    public async Task ReplayAsync_HasSpansOfItsOwn()
    {
        using var traced = new Traced(_name);
        var source = new TextSource("a", "good", "!bad");
        var pipeline = new PipelineBuilder(_name).Extract(source).Load(new Ledgered<string>()).WriteRejectsToTarget().Build();
        await pipeline.RunAsync(Token).OrHangs();
        source.AcceptsAll = true;

        await pipeline.ReplayAsync(cancellationToken: Token).OrHangs();

        traced.All.Where(span => span.GetTagItem("etlkit.run.id") is not null).Select(span => span.DisplayName).Should().Equal($"run {_name}", $"replay {_name}");
        traced.Batches.Should().HaveCount(2);
        TextOf(traced).Should().NotContain("!bad");
    }

    [Fact]
    public async Task RunAsync_ListenerThrows_GoesOn()
    {
        var thrown = 0;
        using var traced = new Traced(_name, _ =>
        {
            Interlocked.Increment(ref thrown);
            throw new InvalidOperationException("the exporter is broken");
        });

        var report = await Build([Sources.Numbers("a", 95)], new Collected<int>()).RunAsync(Token).OrHangs();

        thrown.Should().BePositive();
        report.Rows.Loaded.Should().Be(95);
    }

    private static string TextOf(Traced traced) => string.Join('\n', traced.All.SelectMany(span =>
        span.TagObjects.Concat(span.Events.SelectMany(e => e.Tags)).Select(tag => $"{tag.Value}").Append(span.StatusDescription).Append(span.DisplayName)));

    private Pipeline Build(IExtractor<int>[] sources, ILoader<int> target, Action<PipelineOptions>? configure = null) =>
        new PipelineBuilder(_name) { TimeProvider = new LeapingTime(TimeSpan.FromSeconds(5)) }
            .Extract(sources)
            .Load(target)
            .Configure(o => (o.BatchSize, o.Producers, o.BatchTimeout) = (10, 2, Timeout.InfiniteTimeSpan))
            .Configure(configure ?? (_ => { }))
            .Build();
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace EtlKit.Tests;

/// <summary>Messages, their ids and their scopes are relied on by users: they are tested as API.</summary>
public sealed class LoggingTests : IDisposable
{
    private readonly FakeLoggerProvider _logs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task RunAsync_Messages_SayWhichRunProducerAndSourceWroteThem()
    {
        var report = await Build([Sources.Numbers("a", 10), Sources.Numbers("b", 10)], o => o.Producers = 2).RunAsync(Token).OrHangs();

        var read = Records().Where(record => record.Id.Id == EventIds.SourceCompleted).ToList();
        read.Should().HaveCount(2);
        read.Select(record => ScopeOf(record)["Source"]).Should().BeEquivalentTo(["a", "b"]);
        read.Should().OnlyContain(record => ScopeOf(record).ContainsKey("Producer"));
        Records().Should().OnlyContain(record => Equals(ScopeOf(record)["Pipeline"], "logging") && Equals(ScopeOf(record)["Run"], report.RunId));
    }

    [Fact]
    public async Task RunAsync_UsersOwnMessages_AreInsideTheScopesToo()
    {
        var factory = new LoggerFactory([_logs]);
        var own = factory.CreateLogger("own");
        var pipeline = new PipelineBuilder("logging") { LoggerFactory = factory }
            .Extract(Sources.Numbers("a", 1))
            .Transform(n =>
            {
                own.Log(LogLevel.Information, default, "inside", null, (state, _) => state);
                return n;
            })
            .Load(new Collected<int>())
            .Build();

        await pipeline.RunAsync(Token).OrHangs();

        ScopeOf(Records().Single(record => record.Category == "own")).Keys.Should().Contain(["Pipeline", "Run", "Producer", "Source"]);
    }

    [Fact]
    public async Task RunAsync_GoodRun_LogsItsStagesInOrder()
    {
        await Build([Sources.Numbers("a", 10)]).RunAsync(Token).OrHangs();

        Records().Select(record => record.Id.Id).Should().Equal(
            EventIds.RunStarted, EventIds.LoaderOpened, EventIds.SourceStarted, EventIds.SourceCompleted, EventIds.BatchLoaded, EventIds.RunCompleted);
    }

    [Fact]
    public async Task RunAsync_FailedSource_IsAnErrorOnceWithItsException()
    {
        var cause = new InvalidDataException("broken");

        await FluentActions.Awaiting(() => Build([Sources.Failing("bad", 3, cause)]).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();

        Records().Where(record => record.Level == LogLevel.Error).Select(record => record.Id.Id)
            .Should().Equal(EventIds.SourceFailed, EventIds.RunFailed);
        Records().Single(record => record.Id.Id == EventIds.SourceFailed).Exception.Should().BeSameAs(cause);
    }

    [Fact]
    public void EventIds_AreUnique()
    {
        var ids = typeof(EventIds).GetFields().Select(field => (int)field.GetRawConstantValue()!).ToList();

        ids.Should().OnlyHaveUniqueItems();
    }

    private Pipeline Build(IExtractor<int>[] sources, Action<PipelineOptions>? configure = null) =>
        new PipelineBuilder("logging") { LoggerFactory = new LoggerFactory([_logs], new LoggerFilterOptions { MinLevel = LogLevel.Debug }) }
            .Extract(sources)
            .Load(new Collected<int>())
            .Configure(o => o.BatchTimeout = Timeout.InfiniteTimeSpan)
            .Configure(configure ?? (_ => { }))
            .Build();

    private IReadOnlyList<FakeLogRecord> Records() => _logs.Collector.GetSnapshot();

    private static Dictionary<string, object?> ScopeOf(FakeLogRecord record) =>
        record.Scopes.OfType<IEnumerable<KeyValuePair<string, object?>>>().SelectMany(scope => scope).ToDictionary();
}

namespace EtlKit.Faults.Tests;

/// <summary>The clock on the wall is set while a run goes on. Only timestamps and timers count, which nobody sets.</summary>
public sealed class ClockTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly FaultJob _job = new();
    private readonly LeapingTime _time = new(TimeSpan.FromSeconds(5));

    public ClockTests() => _job.Time = _time;

    public static TheoryData<string, Func<int, TimeSpan>> Settings => new()
    {
        { "forwards", count => count * Day },
        { "backwards", count => -count * Day },
        { "to and fro", count => count % 2 == 0 ? Day : -Day },
    };

    public void Dispose() => _job.Dispose();

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Settings))]
    public async Task Run_ClockIsSetAllTheTime_LoadsRetriesAndReportsAsIfItWasNot(string how, Func<int, TimeSpan> setting)
    {
        var settings = 0;
        var progress = new List<TimeSpan>();
        var stepped = new Stepped<Item>
        {
            Before = (step, count) =>
            {
                _time.Setting = setting(++settings);

                // Two transient errors in a row, the second one a delay later.
                return step == LoaderStep.Write && count is 5 or 6 ? throw new Microsoft.Data.Sqlite.SqliteException("busy", 5) : default;
            },
        };
        var pipeline = _job.Build(stepped);

        var report = await pipeline.RunAsync(new Progress(progress), FaultJob.Token).OrHangs();

        settings.Should().BeGreaterThan(50, "otherwise nothing was tried: {0}", how);
        stepped.CountOf(LoaderStep.Write).Should().Be((int)report.Batches + 2);
        report.Retries.Should().Be(2);
        report.Status.Should().Be(PipelineStatus.SucceededWithRejects);
        report.Duration.Should().Be(_time.Now).And.BePositive("two delays were waited for").And.BeLessThan(TimeSpan.FromSeconds(1));
        report.ProducerWait.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero);
        report.WriterWait.Should().BeGreaterThanOrEqualTo(TimeSpan.Zero).And.BeLessThanOrEqualTo(report.Duration);
        progress.Should().HaveCountGreaterThan(1).And.BeInAscendingOrder().And.OnlyContain(elapsed => elapsed >= TimeSpan.Zero && elapsed <= report.Duration);
        _job.CheckComplete();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Run_ClockIsSetWhileABatchWaits_LoadsItWhenItIsFullAndNotBefore(int sign)
    {
        // The batch gets half of its rows, the clock is set by a day, and the other half comes: as long as no time passes, that is one batch.
        var gate = new Gate();
        var (time, batches) = (new LeapingTime(TimeSpan.Zero), new List<int>());
        var pipeline = new PipelineBuilder("p") { TimeProvider = time }
            .Extract(Extractor.From("numbers", _ => Numbers()))
            .Load(Loader.From<int>("batches", (batch, _) =>
            {
                batches.Add(batch.Count);
                return default;
            }))
            .Configure(o =>
            {
                o.BatchTimeout = TimeSpan.FromSeconds(1);
            })
            .Build();
        var run = pipeline.RunAsync(FaultJob.Token);
        await gate.Reached;
        time.Setting = sign * Day;
        gate.Open();

        var report = await run.OrHangs();

        batches.Should().Equal(20);
        report.Duration.Should().Be(TimeSpan.Zero, "no time has passed");

        async IAsyncEnumerable<int> Numbers()
        {
            for (var i = 0; i < 20; i++)
            {
                if (i == 10)
                {
                    await gate.PassDeafAsync();
                }

                yield return i;
            }
        }
    }

    [Fact]
    public async Task Run_ClockIsSetBackBetweenTwoRuns_ResumesTheFirst()
    {
        var stepped = new Stepped<Item> { Before = (step, count) => step == LoaderStep.Begin && count == 8 ? throw new InvalidOperationException("on purpose") : default };
        await FaultJob.FailAsync(_job.Build(stepped));
        _time.Setting = -Day;

        (await _job.CompleteAsync()).Sources.Should().Contain(source => source.ResumedAfter > 0);
    }

    private sealed class Progress(List<TimeSpan> elapsed) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value) => elapsed.Add(value.Elapsed);
    }
}

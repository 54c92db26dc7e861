namespace EtlKit.Tests;

/// <summary>Whatever fails, every task ends, the first cause is reported, and nothing is completed that is not whole.</summary>
public sealed class PipelineFailureTests
{
    private static readonly InvalidDataException Cause = new("the cause");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Bug", "Airbyte #13312")]
    public async Task RunAsync_ExtractorFails_LoadsTheOtherSourcesAndTheRowsBeforeTheFailure()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p")
            .Extract([Sources.Failing("bad", 300, Cause), Sources.Numbers("good", 2000, 1000)])
            .Load(target)
            .Configure(o => o.Producers = 1)
            .Build();

        var error = await FailureOf(pipeline);

        error.InnerException.Should().BeSameAs(Cause);
        error.Message.Should().Contain("'bad'").And.Contain("the cause");
        error.Report.Status.Should().Be(PipelineStatus.Failed);
        error.Report.Rows.Should().Be(new RowLedger { Extracted = 2300, Loaded = 2300 });
        error.Report.Sources.Single(source => source.Name == "bad").Should()
            .BeEquivalentTo(new { Status = SourceStatus.Failed, Failure = Cause, Written = 300L }, options => options.ComparingByValue<Exception>());
        error.Report.Sources.Single(source => source.Name == "good").Status.Should().Be(SourceStatus.Completed);
        target.Rows.Should().HaveCount(2300);
        target.Completed.Should().Be(0, "a target must not be swapped in when a source is missing");
        target.Disposed.Should().Be(1);
    }

    [Theory]
    [Trait("Bug", "Airbyte #32914")]
    [Trait("Bug", "Open.ChannelExtensions #40")]
    [InlineData(typeof(TaskCanceledException))]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(TimeoutException))]
    public async Task RunAsync_SourceTimesOutBeforeItsFirstRow_Fails(Type timeout)
    {
        // The time-out of an HttpClient is a TaskCanceledException, though nobody has cancelled the run.
        var cause = (Exception)Activator.CreateInstance(timeout)!;
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p").Extract(Sources.Failing("slow", 0, cause)).Load(target).Build();

        var error = await FailureOf(pipeline);

        error.InnerException.Should().BeSameAs(cause);
        error.Report.Status.Should().Be(PipelineStatus.Failed);
        error.Report.Sources.Single().Status.Should().Be(SourceStatus.Failed);
        target.Completed.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_FailFast_StopsTheOtherSources()
    {
        var pipeline = new PipelineBuilder("p")
            .Extract([Sources.Endless("endless", 10), Sources.Failing("bad", 10, Cause)])
            .Load(new Collected<int>())
            .Configure(o =>
            {
                o.Producers = 2;
                o.FailFast = true;
            })
            .Build();

        var error = await FailureOf(pipeline);

        error.InnerException.Should().BeSameAs(Cause);
        error.Report.Sources.Single(source => source.Name == "endless").Status.Should().Be(SourceStatus.Unfinished);
    }

    [Fact]
    public async Task RunAsync_ExtractorCannotBeOpened_NamesIt()
    {
        var pipeline = new PipelineBuilder("p")
            .Extract(Extractor.From<int>("bad", _ => throw Cause))
            .Load(new Collected<int>())
            .Build();

        var error = await FailureOf(pipeline);

        error.InnerException.Should().BeSameAs(Cause);
        error.Report.Failure.Should().Contain("'bad' failed after 0 rows");
    }

    [Fact]
    public async Task RunAsync_ListingFails_LoadsTheSourcesBeforeIt()
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p").Extract(List()).Load(target).Configure(o => o.Producers = 4).Build();

        var error = await FailureOf(pipeline);

        error.InnerException.Should().BeSameAs(Cause);
        error.Report.Failure.Should().Contain("listing the sources failed");
        target.Rows.Should().HaveCount(100);
        target.Completed.Should().Be(0);

        static IEnumerable<IExtractor<int>> List()
        {
            yield return Sources.Numbers("good", 100);
            throw Cause;
        }
    }

    [Fact]
    public async Task RunAsync_TwoSourcesOfOneName_FailsAndNamesIt()
    {
        var pipeline = new PipelineBuilder("p")
            .Extract([Sources.Numbers("same", 1), Sources.Numbers("same", 1)])
            .Load(new Collected<int>())
            .Build();

        (await FailureOf(pipeline)).Message.Should().Contain("Two sources are named 'same'");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1234)]
    public async Task RunAsync_TransformerThrows_RejectsThatRowAlone(int bad)
    {
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 2000))
            .Transform(n => n == bad ? throw new FormatException($"secret {n}") : n)
            .Load(target)
            .Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        target.Rows.Should().Equal(Enumerable.Range(0, 2000).Where(n => n != bad));
        report.RejectSamples.Should().ContainSingle().Which.Should().Be(
            new Reject("a", bad + 1, 0, RejectStage.Transform, "transformer threw FormatException"));
    }

    public static TheoryData<string, Func<PipelineBuilder<int>, PipelineBuilder<string>>> CancellingSteps
    {
        get
        {
            static string Cancel(int n) => n == 5 ? throw new TaskCanceledException("a time limit of its own") : $"{n}";

            return new()
            {
                { "map", builder => builder.Transform(Cancel) },
                { "result", builder => builder.Transform<string>((n, _) => Cancel(n)) },
                { "many", builder => builder.TransformMany(n => new[] { Cancel(n) }) },
                { "async", builder => builder.TransformAsync<string>(async (n, _) => { await Task.Yield(); return Cancel(n); }, 1) },
                { "async that throws at once", builder => builder.TransformAsync<string>((n, _) => new(Cancel(n)), 1) },
                { "where", builder => builder.Transform(n => $"{n}").Where(text => Cancel(int.Parse(text)).Length > 0) },
            };
        }
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(CancellingSteps))]
    public async Task RunAsync_StepThrowsOperationCanceled_FailsTheSourceAndSaysWhere(string what, Func<PipelineBuilder<int>, PipelineBuilder<string>> addStep)
    {
        var pipeline = addStep(new PipelineBuilder("p").Extract(Sources.Numbers("a", 10))).Load(new Collected<string>()).Build();

        var error = await FailureOf(pipeline);

        error.Message.Should().Contain(what == "where" ? "The step from String to String" : "The step from Int32 to String")
            .And.Contain("has thrown TaskCanceledException at row 6, though the run was not cancelled");
        error.InnerException!.InnerException.Should().BeOfType<TaskCanceledException>();
        error.Report.Rows.Loaded.Should().Be(5, what);
    }

    [Fact]
    public async Task RunAsync_TransformerFactoryThrows_FailsTheSource()
    {
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 10))
            .Transform(new Func<ITransformer<int, int>>(() => throw Cause))
            .Load(new Collected<int>())
            .Build();

        (await FailureOf(pipeline)).InnerException.Should().BeSameAs(Cause);
    }

    [Fact]
    public async Task RunAsync_LoaderCannotBeOpened_ReadsNoSource()
    {
        var read = false;
        var pipeline = new PipelineBuilder("p")
            .Extract(Extractor.From("a", Rows()))
            .Load(new Collected<int> { OnOpen = _ => throw Cause })
            .Build();

        var error = await FailureOf(pipeline);

        error.Report.Failure.Should().Be("opening collected failed: the cause");
        read.Should().BeFalse();

        IEnumerable<int> Rows()
        {
            read = true;
            yield return 1;
        }
    }

    [Fact]
    [Trait("Bug", "a failed batch and an empty catch")]
    [Trait("Bug", "Open.ChannelExtensions #21")]
    public async Task RunAsync_LoadFails_EndsProducersThatWaitForTheChannel()
    {
        var target = new Collected<int> { OnLoad = (batch, _) => batch.Number == 3 ? throw Cause : default };
        var pipeline = new PipelineBuilder("p")
            .Extract(Enumerable.Range(0, 4).Select(i => Sources.Numbers($"{i}", 100_000)))
            .Load(target)
            .Configure(o =>
            {
                o.Producers = 4;
                o.ChannelCapacity = 20;
                o.BatchSize = 10;
            })
            .Build();

        var error = await FailureOf(pipeline);

        error.InnerException.Should().BeSameAs(Cause);
        error.Report.Rows.Loaded.Should().Be(target.Rows.Length);
        error.Report.Rows.Unfinished.Should().Be(error.Report.Rows.Extracted - target.Rows.Length).And.BePositive();
        error.Report.Sources.Should().OnlyContain(source => source.Status == SourceStatus.Unfinished);
        target.Completed.Should().Be(0);
        target.Disposed.Should().Be(1);
    }

    [Fact]
    public async Task RunAsync_LoadFailsWhileASourceIsSilent_StopsTheSource()
    {
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Endless("a", 10))
            .Load(new Collected<int> { OnLoad = (_, _) => throw Cause })
            .Configure(o => o.BatchSize = 10)
            .Build();

        (await FailureOf(pipeline)).InnerException.Should().BeSameAs(Cause);
    }

    [Fact]
    public async Task RunAsync_CompleteFails_Fails()
    {
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 10))
            .Load(new Collected<int> { OnComplete = _ => throw Cause })
            .Build();

        var error = await FailureOf(pipeline);

        error.Report.Failure.Should().Be("completing collected failed: the cause");
        error.Report.Rows.Loaded.Should().Be(10);
    }

    [Fact]
    public async Task RunAsync_DisposeFails_DoesNotHideTheFirstCause()
    {
        var pipeline = new PipelineBuilder("p")
            .Extract(Sources.Numbers("a", 10))
            .Load(new Collected<int> { OnLoad = (_, _) => throw Cause, OnDispose = () => throw new InvalidOperationException("a consequence") })
            .Build();

        (await FailureOf(pipeline)).InnerException.Should().BeSameAs(Cause);
    }

    [Fact]
    public async Task RunAsync_LoadFailsAfterASourceFailed_ReportsTheFirst()
    {
        // The second source sees the stop, so it comes after the failure of the first one was noted; the loader comes after that.
        var stopSeen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loading = new Gate();
        var target = new Collected<int>
        {
            OnLoad = async (_, _) =>
            {
                await loading.PassDeafAsync();
                await stopSeen.Task;
                throw new InvalidOperationException("a later failure");
            },
        };
        var pipeline = new PipelineBuilder("p")
            .Extract([
                Sources.Then("bad", 10, async _ =>
                {
                    await loading.Reached;
                    loading.Open();
                    throw Cause;
                }),
                Sources.Then("watch", 10, async token =>
                {
                    await using var registration = token.Register(stopSeen.SetResult);
                    await Task.Delay(Timeout.Infinite, token);
                }),
            ])
            .Load(target)
            .Configure(o =>
            {
                o.Producers = 2;
                o.BatchSize = 10;
                o.FailFast = true;
            })
            .Build();

        (await FailureOf(pipeline)).InnerException.Should().BeSameAs(Cause);
    }

    [Theory]
    [InlineData(9, 0, 0)]
    [InlineData(11, 0, 0)]
    [InlineData(10, 1, 0)]
    [InlineData(11, -1, 0)]
    [InlineData(0, 0, 0)]
    public async Task RunAsync_LoaderMiscounts_Fails(long loaded, long unchanged, long ignored)
    {
        var target = new Collected<int> { Result = _ => new LoadResult(loaded, unchanged, ignored) };
        var pipeline = new PipelineBuilder("p").Extract(Sources.Numbers("a", 10)).Load(target).Build();

        var error = await FailureOf(pipeline);

        error.InnerException.Should().BeOfType<LedgerException>();
        target.Completed.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_LoaderIgnoresRows_CountsThemApart()
    {
        var target = new Collected<int> { Result = batch => new LoadResult(batch.Count - 5, 2, 3) };
        var pipeline = new PipelineBuilder("p").Extract(Sources.Numbers("a", 10)).Load(target).Build();

        var report = await pipeline.RunAsync(Token).OrHangs();

        report.Rows.Should().Be(new RowLedger { Extracted = 10, Loaded = 5, Unchanged = 2, Ignored = 3 });
        report.Sources.Single().Written.Should().Be(10);
    }

    [Fact]
    [Trait("Bug", "Open.ChannelExtensions #21")]
    public async Task RunAsync_EverythingFails_LeavesNoExceptionUnobserved()
    {
        var unobserved = new List<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            if (args.Exception.ToString().Contains("unobserved mark", StringComparison.Ordinal))
            {
                lock (unobserved)
                {
                    unobserved.Add(args.Exception);
                }
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            for (var i = 0; i < 20; i++)
            {
                var pipeline = new PipelineBuilder("p")
                    .Extract(Enumerable.Range(0, 4).Select(s => Sources.Failing($"{s}", 50, new InvalidDataException("unobserved mark"))))
                    .TransformAsync<int>(
                        async (n, token) =>
                        {
                            await Task.Yield();
                            return n % 3 == 0 ? throw new InvalidDataException("unobserved mark") : n;
                        },
                        4)
                    .Load(new Collected<int> { OnLoad = (_, _) => throw new InvalidDataException("unobserved mark") })
                    .Configure(o =>
                    {
                        o.Producers = 4;
                        o.BatchSize = 5;
                        o.ChannelCapacity = 10;
                    })
                    .Build();
                await FailureOf(pipeline);
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            unobserved.Should().BeEmpty();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }
    }

    private static async Task<PipelineException> FailureOf(Pipeline pipeline) =>
        (await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>()).Which;
}

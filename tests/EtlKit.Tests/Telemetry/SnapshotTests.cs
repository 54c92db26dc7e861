using Microsoft.Extensions.Time.Testing;

namespace EtlKit.Tests;

/// <summary>A snapshot says where a run is stuck, wherever that is.</summary>
public sealed class SnapshotTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(300);

    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly Gate _gate = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _gate.Open();
        _cancel.Dispose();
    }

    [Fact]
    public async Task GetSnapshot_NoRun_IsNull()
    {
        var pipeline = Build(new Collected<int>(), Sources.Numbers("a", 10));

        pipeline.GetSnapshot().Should().BeNull("no run has begun");
        await pipeline.RunAsync(Token).OrHangs();
        pipeline.GetSnapshot().Should().BeNull("the run has ended");
    }

    [Fact]
    public async Task GetSnapshot_SourceIsSilent_SaysSinceWhenAndAfterWhichRow()
    {
        var pipeline = Build(new Collected<int>(), Sources.Then("a", 12, _ => _gate.PassDeafAsync().AsTask()));

        var snapshot = await StuckAsync(pipeline, s => s.Producers[0].State == ProducerState.WaitingForSource && s.Writer.State == WriterState.Gathering);

        snapshot.Producers[0].Should().Be(new ProducerSnapshot
        {
            Number = 1,
            State = ProducerState.WaitingForSource,
            TimeInState = Long,
            Source = "a",
            RowNumber = 12,
        });
        snapshot.WaitsFor.Should().Be("source 'a', which has given no row after row 12 for 300.0 s");
        snapshot.Writer.Should().BeEquivalentTo(new { State = WriterState.Gathering, TimeInState = Long, BatchNumber = 1, BatchRows = 12, Call = (string?)null });
        snapshot.Rows.Should().Be(new RowLedger { Extracted = 12, Unfinished = 12 });
        snapshot.TimeWithoutProgress.Should().Be(Long);
        snapshot.LastProgressAt.Should().Be(_time.GetUtcNow() - Long);
        snapshot.TakenAt.Should().Be(_time.GetUtcNow());
        snapshot.Elapsed.Should().Be(_time.GetUtcNow() - _time.Start);
        snapshot.IsStalled.Should().BeTrue();
        snapshot.State.Should().Be(RunState.Running);
        snapshot.SourcesListed.Should().Be(1);
        snapshot.SourcesCompleted.Should().Be(0);
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_SourceHoldsItsThread_SaysSo()
    {
        var pipeline = Build(new Collected<int>(), Extractor.From("a", Rows()));

        var snapshot = await StuckAsync(pipeline, s => s.Producers[0] is { State: ProducerState.Reading, RowNumber: 12 });

        snapshot.Producers[0].TimeInState.Should().Be(Long);
        snapshot.WaitsFor.Should().Be("source 'a', which has given no row after row 12 for 300.0 s and holds its thread");
        await EndAsync();

        IEnumerable<int> Rows()
        {
            for (var i = 0; i < 12; i++)
            {
                yield return i;
            }

            _gate.PassBlocking();
        }
    }

    [Fact]
    public async Task GetSnapshot_StepHoldsItsThread_NamesTheRow()
    {
        var pipeline = Build(new Collected<int>(), [Sources.Numbers("a", 100)], from => from.Transform(n =>
        {
            if (n == 41)
            {
                _gate.PassBlocking();
            }

            return n;
        }));

        var snapshot = await StuckAsync(pipeline, s => s.Producers[0] is { State: ProducerState.Transforming, RowNumber: 42 });

        snapshot.Producers[0].TimeInState.Should().Be(Long);
        snapshot.WaitsFor.Should().Be("a step, with row 42 of source 'a' for 300.0 s");
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_NobodyLookedBefore_KnowsItFromTheSamplesOfTheWatchdog()
    {
        var pipeline = Build(new Collected<int>(), [Sources.Numbers("a", 100)], from => from.Transform(n =>
        {
            if (n == 41)
            {
                _gate.PassBlocking();
            }

            return n;
        }));
        Begin(pipeline);
        await _gate.Reached;
        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(Long);

        var snapshot = pipeline.GetSnapshot()!;

        snapshot.Producers[0].Should().BeEquivalentTo(new { State = ProducerState.Transforming, RowNumber = 42, TimeInState = Long });
        snapshot.TimeWithoutProgress.Should().Be(Long);
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_AsynchronousStepHangs_NamesTheOldestRow()
    {
        var pipeline = Build(new Collected<int>(), [Sources.Numbers("a", 100)], from => from.TransformAsync<int>(
            async (n, _) =>
            {
                if (n >= 6)
                {
                    await _gate.PassDeafAsync();
                }

                return n;
            },
            4));

        var snapshot = await StuckAsync(pipeline, s => s.Producers[0].State == ProducerState.WaitingForStep);

        snapshot.Producers[0].Should().BeEquivalentTo(new { TimeInState = Long, RowNumber = 7, OldestRowUnderWay = 7, RowsUnderWay = 4 });
        snapshot.WaitsFor.Should().Be("an asynchronous step, with row 7 of source 'a', for 300.0 s");
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_StepHangsAndTheSourceIsSilent_NamesBoth()
    {
        var silent = new Gate();
        var pipeline = Build(new Collected<int>(), [Sources.Then("a", 9, _ => silent.PassDeafAsync().AsTask())], from => from.TransformAsync<int>(
            async (n, _) =>
            {
                if (n == 6)
                {
                    await _gate.PassDeafAsync();
                }

                return n;
            },
            8));

        var snapshot = await StuckAsync(pipeline, s => s.Producers[0] is { State: ProducerState.WaitingForSource, OldestRowUnderWay: 7 });

        snapshot.Producers[0].Should().BeEquivalentTo(new { TimeInState = Long, RowNumber = 9, RowsUnderWay = 1 });
        snapshot.WaitsFor.Should().Be(
            "source 'a', which has given no row after row 9 for 300.0 s, and an asynchronous step, with row 7 of source 'a'");
        silent.Open();
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_StepBehindAnAsynchronousOneHoldsItsThread_NamesTheRow()
    {
        var pipeline = Build(new Collected<int>(), [Sources.Numbers("a", 100)], from => from
            .TransformAsync<int>(async (n, _) => { await Task.Yield(); return n; }, 4)
            .Transform(n =>
            {
                if (n == 6)
                {
                    _gate.PassBlocking();
                }

                return n;
            }));

        var snapshot = await StuckAsync(pipeline, s => s.Producers[0] is { State: ProducerState.Transforming, RowNumber: 7 });

        snapshot.Producers[0].TimeInState.Should().Be(Long);
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_LoaderHangs_NamesTheCallAndShowsTheFullChannel()
    {
        var target = new Collected<int> { OnLoad = (_, _) => _gate.PassDeafAsync() };
        var pipeline = Build(target, [Sources.Numbers("a", 1000), Sources.Numbers("b", 1000)], configure: o =>
        {
            o.Producers = 2;
            o.ChannelCapacity = 40;
            o.BatchSize = 10;
        });

        const int Full = 40 + 10 + (2 * 10);
        var snapshot = await StuckAsync(pipeline, s => s.Rows.Extracted == Full && s.Channel.ProducersWaiting == 2);

        snapshot.Channel.Should().Be(new ChannelSnapshot { Rows = 40, RowCapacity = 40, Chunks = 4, ChunkCapacity = 4, ProducersWaiting = 2 });
        snapshot.Writer.Should().Be(new WriterSnapshot
        {
            State = WriterState.Loading,
            TimeInState = Long,
            Loader = "collected",
            BatchNumber = 1,
            BatchRows = 10,
            Call = "loading a batch",
            CallTime = Long,
        });
        snapshot.Producers.Should().OnlyContain(producer => producer.State == ProducerState.WaitingForChannel && producer.TimeInState == Long);
        snapshot.Producers.Select(producer => producer.Source).Should().BeEquivalentTo(["a", "b"]);
        snapshot.WaitsFor.Should().Be("loader collected: loading a batch, for 300.0 s");
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_LoaderIsRetried_NamesTheErrorWithoutItsMessage()
    {
        var calls = 0;
        var target = new Collected<int>
        {
            OnLoad = (_, _) => ++calls <= 2 ? throw new TimeoutException("password=secret") : _gate.PassDeafAsync(),
            OnClassify = _ => ErrorKind.Transient,
        };
        var pipeline = Build(target, [Sources.Numbers("a", 10)], configure: o =>
        {
            o.RetryDelay = TimeSpan.FromSeconds(100);
            o.MaxRetryDelay = TimeSpan.FromHours(1);
            o.RetryTimeout = TimeSpan.FromDays(1);
        });
        Begin(pipeline);

        var first = await pipeline.SnapshotWhenAsync(WriterState.Retrying);
        _time.Advance(TimeSpan.FromSeconds(1));
        var waiting = pipeline.GetSnapshot()!;
        while (calls < 2)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var second = await pipeline.SnapshotWhenAsync(s => s.Writer is { State: WriterState.Retrying, Retry.Number: 2 });
        await _time.AdvanceUntilAsync(_gate.Reached, TimeSpan.FromSeconds(1));
        var underWay = pipeline.GetSnapshot()!;

        var failedAt = _time.Start;
        first.Writer.Retry.Should().BeEquivalentTo(new { Number = 1, ErrorType = "TimeoutException", FirstFailedAt = failedAt, LastFailedAt = failedAt });
        first.Writer.Retry!.Delay.Should().BePositive();
        waiting.Writer.TimeInState.Should().Be(TimeSpan.FromSeconds(1));
        waiting.WaitsFor.Should().Be("loader collected: loading a batch, for 1.0 s (TimeoutException 1.0 s ago, before retry 1)");
        second.Retries.Should().Be(2);
        second.Writer.Retry!.FirstFailedAt.Should().Be(failedAt);
        second.Writer.Retry.LastFailedAt.Should().BeAfter(failedAt);
        underWay.Writer.Should().BeEquivalentTo(new { State = WriterState.Loading, Call = "loading a batch", Retry = new { Number = 2 } });
        underWay.Writer.CallTime.Should().Be(_time.GetUtcNow() - failedAt, "the call began before its first attempt");
        (underWay.ToString() + underWay.ToJson() + second + second.ToJson()).Should().NotContain("secret");
        await EndAsync();
    }

    [Theory]
    [InlineData(WriterState.Opening, "opening")]
    [InlineData(WriterState.Completing, "completing")]
    [InlineData(WriterState.Closing, "closing")]
    public async Task GetSnapshot_SessionHangs_NamesTheCall(WriterState state, string call)
    {
        var target = new Collected<int>
        {
            OnOpen = _ => state == WriterState.Opening ? _gate.PassDeafAsync() : default,
            OnComplete = _ => state == WriterState.Completing ? _gate.PassDeafAsync() : default,
            OnDispose = () => state == WriterState.Closing ? _gate.PassDeafAsync() : default,
        };

        var snapshot = await StuckAsync(Build(target, Sources.Numbers("a", 10)), s => s.Writer.State == state);

        snapshot.Writer.Should().BeEquivalentTo(new { TimeInState = Long, Call = call, CallTime = Long });
        snapshot.WaitsFor.Should().Be($"loader collected: {call}, for 300.0 s");
        snapshot.Producers[0].State.Should().Be(state == WriterState.Opening ? ProducerState.NotStarted : ProducerState.Ended);
        snapshot.Rows.Loaded.Should().Be(state == WriterState.Opening ? 0 : 10);
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_ListingHangs_SaysSo()
    {
        var pipeline = new PipelineBuilder("p") { TimeProvider = _time }
            .Extract(List())
            .Load(new Collected<int>())
            .Configure(o => (o.Producers, o.BatchSize) = (2, 1))
            .Build();

        var snapshot = await StuckAsync(pipeline, s =>
            s.SourcesCompleted == 1 && s.Producers.All(producer => producer.State == ProducerState.Listing) && s.Writer.State == WriterState.WaitingForRows);

        snapshot.Producers.Should().OnlyContain(producer => producer.Source == null);
        snapshot.WaitsFor.Should().Be("the listing of the sources, for 300.0 s");
        await EndAsync();

        async IAsyncEnumerable<IExtractor<int>> List()
        {
            yield return Sources.Numbers("a", 1);
            await _gate.PassDeafAsync();
        }
    }

    [Fact]
    public async Task GetSnapshot_ListingDoesNotEnd_SaysSo()
    {
        var list = new SlowToDispose<IExtractor<int>>([Sources.Endless("a", 1), Sources.Endless("b", 1)], _gate.PassDeafAsync);
        var pipeline = new PipelineBuilder("p") { TimeProvider = _time }.Extract(list).Load(new Collected<int>()).Configure(o => o.Producers = 1).Build();
        _run = pipeline.RunAsync(_cancel.Token);
        await pipeline.SnapshotWhenAsync(ProducerState.WaitingForSource);
        await _cancel.CancelAsync();
        await pipeline.SnapshotWhenAsync(WriterState.EndingListing);
        _time.Advance(TimeSpan.FromSeconds(5));

        pipeline.GetSnapshot()!.WaitsFor.Should().Be("the listing of the sources to end, for 5.0 s");
        _gate.Open();
        await FluentActions.Awaiting(() => _run!.OrHangs()).Should().ThrowAsync<PipelineCancelledException>();
    }

    [Fact]
    public async Task GetSnapshot_SourceDoesNotOpen_SaysSo()
    {
        var source = Extractor.From<int>("a", _ =>
        {
            _gate.PassBlocking();
            return AsyncEnumerable.Range(0, 10);
        });

        var snapshot = await StuckAsync(Build(new Collected<int>(), source), s => s.Producers[0].State == ProducerState.Opening);

        snapshot.Producers[0].TimeInState.Should().Be(Long);
        snapshot.WaitsFor.Should().Be("source 'a' to open, for 300.0 s");
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_SourceDoesNotClose_SaysSo()
    {
        var source = Extractor.From("a", new SlowToDispose<int>([1, 2, 3], _gate.PassDeafAsync));

        var snapshot = await StuckAsync(Build(new Collected<int>(), source), s => s.Producers[0].State == ProducerState.Closing);

        snapshot.WaitsFor.Should().Be("source 'a' to close, for 300.0 s");
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_ReceiverOfProgressHangs_SaysSo()
    {
        var pipeline = Build(new Collected<int>(), Sources.Numbers("a", 10));
        _run = pipeline.RunAsync(new Receiver(_gate.PassBlocking), Token);

        var snapshot = await StuckAsync(pipeline, s => s.Writer.State == WriterState.ReportingProgress);

        snapshot.WaitsFor.Should().Be("the receiver of its progress, for 300.0 s");
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_FingerprintHangs_SaysThatTheCheckpointIsChecked()
    {
        var source = new TextSource("a", "one", "two");
        var target = new Ledgered<string>();
        await Checkpointed(target, source).RunAsync(Token).OrHangs();

        var pipeline = Checkpointed(target, new SlowFingerprint(source, _gate));
        var snapshot = await StuckAsync(pipeline, s => s.Producers[0].State == ProducerState.CheckingCheckpoint);

        snapshot.Producers[0].Should().BeEquivalentTo(new { TimeInState = Long, Source = "a" });
        snapshot.WaitsFor.Should().Be("source 'a' to tell whether it has changed, for 300.0 s");
        _gate.Open();
        (await _run!.OrHangs()).Sources.Single().Status.Should().Be(SourceStatus.Skipped);
    }

    [Fact]
    public async Task GetSnapshot_ResumedSource_CountsRowsFromItsStart()
    {
        // The run fails as its second batch is written: 5 rows are loaded. The next one reads over 4 of them, and transforms the fifth again.
        var writes = 0;
        var target = new Ledgered<string> { OnStep = step => step == "write" && ++writes == 2 ? new InvalidOperationException() : null };
        var (over, step) = (new Gate(), _gate);
        await FluentActions.Awaiting(() => Checkpointed(target, Lines(_ => { })).RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();
        target.Rows.Should().HaveCount(5);

        var pipeline = Checkpointed(
            target,
            Lines(i =>
            {
                if (i == 2)
                {
                    over.PassBlocking();
                }
            }),
            line =>
            {
                if (line == "8")
                {
                    step.PassBlocking();
                }

                return line;
            });
        Begin(pipeline);
        var skipping = await pipeline.SnapshotWhenAsync(s => s.Producers[0] is { State: ProducerState.Skipping, RowNumber: 2 });
        over.Open();
        var transforming = await pipeline.SnapshotWhenAsync(s => s.Producers[0] is { State: ProducerState.Transforming, RowNumber: 9 });

        skipping.WaitsFor.Should().Be("source 'a' to be read over as far as an earlier run came, no row after row 2 for 0.0 s");
        transforming.Rows.Extracted.Should().Be(4, "rows 6 to 9 are extracted by this run");
        await EndAsync();
        target.Rows.Should().Equal(Enumerable.Range(0, 10).Select(i => $"{i}"));

        static IExtractor<string> Lines(Action<int> before)
        {
            return Extractor.From("a", Rows());

            IEnumerable<string> Rows()
            {
                for (var i = 0; i < 10; i++)
                {
                    before(i);
                    yield return $"{i}";
                }
            }
        }
    }

    [Fact]
    public async Task GetSnapshot_RejectsAreReplayed_NamesTheRowOfTheSource()
    {
        var source = new TextSource("a", "one", "!two", "three", "!four", "five");
        var isMended = false;
        var pipeline = new PipelineBuilder("p") { TimeProvider = _time }
            .Extract(source)
            .Transform<string>(line =>
            {
                if (isMended && line == "!four")
                {
                    _gate.PassBlocking();
                }

                return isMended || line != "three" ? line : TransformResult.Reject("three");
            })
            .Load(new Ledgered<string>())
            .WriteRejectsToTarget()
            .Configure(o => o.BatchTimeout = Timeout.InfiniteTimeSpan)
            .Build();
        (await pipeline.RunAsync(Token).OrHangs()).Rows.Rejected.Should().Be(3, "otherwise nothing is replayed");
        source.AcceptsAll = isMended = true;
        _run = pipeline.ReplayAsync(cancellationToken: Token);

        var snapshot = await StuckAsync(pipeline, s => s.Producers.Any(producer => producer.State == ProducerState.Transforming));

        snapshot.Producers.Single(producer => producer.Source is not null).RowNumber.Should().Be(4, "that is its row in the source, though it is the third letter");
        snapshot.Rows.Extracted.Should().Be(3);
        await EndAsync();
    }

    [Fact]
    public async Task GetSnapshot_RunIsBeingEnded_SaysInWhichDegree()
    {
        var target = new Collected<int> { OnLoad = (_, _) => _gate.PassDeafAsync() };
        var pipeline = Build(target, Sources.Numbers("a", 10));
        _run = pipeline.RunAsync(_cancel.Token);
        await _gate.Reached;

        pipeline.GetSnapshot()!.State.Should().Be(RunState.Running);
        await _cancel.CancelAsync();
        pipeline.GetSnapshot()!.State.Should().Be(RunState.Stopping);
        _time.Advance(PipelineDefaults.DrainTimeout * 0.8);
        pipeline.GetSnapshot()!.State.Should().Be(RunState.Aborting);
        _time.Advance(PipelineDefaults.DrainTimeout * 0.2);
        await FluentActions.Awaiting(() => _run!.OrHangs()).Should().ThrowAsync<PipelineCancelledException>();

        var abandoned = pipeline.GetSnapshot()!;
        abandoned.State.Should().Be(RunState.Abandoned);
        abandoned.WaitsFor.Should().Be("loader collected: loading a batch, for 10.0 s");
        abandoned.ToString().Should().StartWith("Pipeline p: ABANDONED, running for 10.0 s");

        _gate.Open();
        while (pipeline.GetSnapshot() is not null)
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task GetSnapshot_SourceHasFailed_SaysSoWithoutTheMessage()
    {
        var pipeline = Build(new Collected<int>(), [Sources.Failing("bad", 3, new InvalidDataException("secret")), Sources.Then("a", 1, _ => _gate.PassDeafAsync().AsTask())]);
        Begin(pipeline);

        var snapshot = await pipeline.SnapshotWhenAsync(s => s.SourcesFailed == 1 && s.Producers[0].State == ProducerState.WaitingForSource);

        snapshot.Failure.Should().Be("source 'bad' failed after 3 rows");
        snapshot.State.Should().Be(RunState.Running);
        snapshot.ToString().Should().Contain("2 listed, 0 completed, 1 failed").And.Contain("failure      source 'bad' failed after 3 rows").And.NotContain("secret");
        _gate.Open();
        await FluentActions.Awaiting(() => _run!.OrHangs()).Should().ThrowAsync<PipelineException>();
    }

    // What is consistent, however fast the run is: decided rows were extracted, numbers only grow, and nothing holds more than it can.
    [Fact]
    public async Task GetSnapshot_ManyThreadsDuringAFastRun_NeverThrowsAndIsConsistent()
    {
        const int Rows = 200_000;
        const int Threads = 3;
        var pipeline = new PipelineBuilder("p")
            .Extract(Enumerable.Range(0, 8).Select(i => Sources.Numbers($"{i}", Rows)))
            .TransformMany(n => n % 1000 == 0 ? Enumerable.Repeat(n, 3) : [n])
            .Transform<int>(n => n % 7 == 0 ? TransformResult.Filter : n % 11 == 0 ? TransformResult.Reject("eleven") : n)
            .Load(new Collected<int>())
            .Configure(o =>
            {
                o.Producers = 4;
                o.ChannelCapacity = 1000;
                o.BatchSize = 500;
                o.MaxLoggedRejects = 0;
            })
            .Build();
        var run = pipeline.RunAsync(Token);

        var looked = await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(Look, Token))).OrHangs();
        var report = await run.OrHangs();

        looked.Should().OnlyContain(count => count > 10);
        report.Rows.Extracted.Should().Be(8 * Rows);
        report.Rows.Unfinished.Should().Be(0);

        int Look()
        {
            var count = 0;
            PipelineSnapshot? before = null;
            while (!run.IsCompleted)
            {
                if (pipeline.GetSnapshot() is not { } now)
                {
                    continue;
                }

                count++;
                now.Rows.Unfinished.Should().BeGreaterThanOrEqualTo(0, "a row is decided after it is extracted");
                now.Rows.Unfinished.Should().Be(now.Rows.Extracted + now.Rows.Expanded - now.Rows.Loaded - now.Rows.Filtered - now.Rows.Rejected);
                now.Channel.Chunks.Should().BeInRange(0, now.Channel.ChunkCapacity);
                now.Channel.Rows.Should().BeInRange(0, now.Channel.RowCapacity);
                now.Channel.ProducersWaiting.Should().Be(now.Producers.Count(producer => producer.State == ProducerState.WaitingForChannel));
                now.SourcesCompleted.Should().BeLessThanOrEqualTo(now.SourcesListed);
                now.Producers.Should().OnlyContain(producer =>
                    producer.TimeInState >= TimeSpan.Zero && producer.RowNumber >= 0 && producer.RowNumber <= Rows
                    && (producer.Source == null) == (producer.State == ProducerState.NotStarted || producer.State == ProducerState.Listing || producer.State == ProducerState.Ended));
                now.Writer.BatchRows.Should().BeInRange(0, 500);
                now.ToString().Should().NotBeEmpty();
                now.ToJson().Should().NotBeEmpty();
                if (before is not null)
                {
                    now.Elapsed.Should().BeGreaterThanOrEqualTo(before.Elapsed);
                    now.Rows.Extracted.Should().BeGreaterThanOrEqualTo(before.Rows.Extracted);
                    now.Rows.Loaded.Should().BeGreaterThanOrEqualTo(before.Rows.Loaded);
                    now.Batches.Should().BeGreaterThanOrEqualTo(before.Batches);
                    now.SourcesCompleted.Should().BeGreaterThanOrEqualTo(before.SourcesCompleted);
                }

                before = now;
            }

            return count;
        }
    }

    private Task<PipelineReport>? _run;

    private void Begin(Pipeline pipeline) => _run ??= pipeline.RunAsync(Token);

    /// <summary>Runs a pipeline until it is where it will be stuck, lets a long time pass, and looks.</summary>
    private async Task<PipelineSnapshot> StuckAsync(Pipeline pipeline, Func<PipelineSnapshot, bool> isThere)
    {
        Begin(pipeline);
        await _gate.Reached;
        await pipeline.SnapshotWhenAsync(isThere);

        // Rows are counted after producers are looked at: what both show the second time is there to stay.
        await pipeline.SnapshotWhenAsync(isThere);
        _time.Advance(Long);
        var snapshot = pipeline.GetSnapshot()!;
        isThere(snapshot).Should().BeTrue("it is stuck there:\n{0}", snapshot);
        return snapshot;
    }

    private async Task EndAsync()
    {
        _gate.Open();
        (await _run!.OrHangs()).Status.Should().Be(PipelineStatus.Succeeded);
    }

    private Pipeline Build(Collected<int> target, IExtractor<int> source) => Build(target, [source]);

    private Pipeline Build(
        Collected<int> target,
        IExtractor<int>[] sources,
        Func<PipelineBuilder<int>, PipelineBuilder<int>>? steps = null,
        Action<PipelineOptions>? configure = null)
    {
        var from = new PipelineBuilder("p") { TimeProvider = _time }.Extract(sources);
        return (steps is null ? from : steps(from))
            .Load(target)
            .Configure(o =>
            {
                o.Producers = 1;
                o.BatchTimeout = Timeout.InfiniteTimeSpan;
            })
            .Configure(configure ?? (_ => { }))
            .Build();
    }

    private Pipeline Checkpointed(Ledgered<string> target, IExtractor<string> source, Func<string, string>? transform = null) =>
        new PipelineBuilder("p") { TimeProvider = _time }
            .Extract(source)
            .Transform(transform ?? (line => line))
            .Load(target)
            .WithCheckpoints()
            .Configure(o =>
            {
                o.Producers = 1;
                o.BatchSize = 5;
                o.ChannelCapacity = 20;
                o.BatchTimeout = Timeout.InfiniteTimeSpan;

                // So long that it isn't renewed when the clock is put forward, which a snapshot might meet.
                o.RunLockLease = 10 * Long;
            })
            .Build();

    /// <summary>A sequence whose enumerator takes its time to be disposed.</summary>
    private sealed class SlowToDispose<T>(T[] items, Func<ValueTask> dispose) : IAsyncEnumerable<T>
    {
        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(items, dispose);

        private sealed class Enumerator(T[] items, Func<ValueTask> dispose) : IAsyncEnumerator<T>
        {
            private int _index = -1;

            public T Current => items[_index];

            public ValueTask<bool> MoveNextAsync() => new(++_index < items.Length);

            public ValueTask DisposeAsync() => dispose();
        }
    }

    private sealed class SlowFingerprint(TextSource source, Gate gate) : IResumableExtractor<string>
    {
        public string Name => source.Name;

        public IAsyncEnumerable<string> ExtractAsync(CancellationToken cancellationToken) => source.ExtractAsync(cancellationToken);

        public IAsyncEnumerable<Extracted<string>> ExtractFromAsync(SourcePosition start, CancellationToken cancellationToken) =>
            source.ExtractFromAsync(start, cancellationToken);

        public async ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken)
        {
            await gate.PassDeafAsync();
            return await source.GetFingerprintAsync(position, cancellationToken);
        }
    }

    private sealed class Receiver(Action report) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value) => report();
    }
}

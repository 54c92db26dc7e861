namespace EtlKit.Tests;

/// <summary>Every way to write a step.</summary>
public sealed class TransformTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transform_Lambda_ConvertsRowsAndRejections()
    {
        var (rows, report) = await RunAsync(Texts().Transform<double>(text =>
            double.TryParse(text, out var value) ? value : TransformResult.Reject("not a number")));

        rows.Should().Equal(1, 2, 4);
        report.RejectsByReason.Should().Equal(new Dictionary<string, long> { ["not a number"] = 1 });
    }

    [Fact]
    public async Task Transform_LambdaThatFilters_CountsFiltered()
    {
        var (rows, report) = await RunAsync(Texts().Transform<string>(text => text == "x" ? TransformResult.Filter : text));

        rows.Should().Equal("1", "2", "4");
        report.Rows.Filtered.Should().Be(1);
    }

    [Fact]
    public async Task Transform_LambdaWithContext_KnowsSourceAndRow()
    {
        var (rows, _) = await RunAsync(Texts().Transform((text, context) => $"{context.Source}{context.RowNumber}:{text}"));

        rows.Should().Equal("texts1:1", "texts2:2", "texts3:x", "texts4:4");
    }

    [Fact]
    public async Task Transform_LambdaWithContextAndResult_MayReject()
    {
        var (rows, report) = await RunAsync(Texts().Transform<string>(
            (text, context) => context.RowNumber == 2 ? TransformResult.Reject("second") : text));

        rows.Should().Equal("1", "x", "4");
        report.RejectSamples.Should().ContainSingle().Which.RowNumber.Should().Be(2);
    }

    [Fact]
    public async Task Transform_Transformer_IsUsed()
    {
        var (rows, _) = await RunAsync(Texts().Transform(new Numbering()));

        rows.Should().Equal("1. 1", "2. 2", "3. x", "4. 4");
    }

    [Fact]
    public async Task Transform_Factory_MakesOnePerSource()
    {
        var builder = new PipelineBuilder("p")
            .Extract([Extractor.From("a", ["x", "y"]), Extractor.From("b", ["z"])])
            .Transform(() => new Numbering());

        var (rows, _) = await RunAsync(builder);

        rows.Should().Equal("1. x", "2. y", "1. z");
    }

    [Fact]
    public async Task Transform_InterfaceRows_PassThroughRow()
    {
        var (rows, _) = await RunAsync(Texts().Transform<IComparable>(text => TransformResult.Row<IComparable>(text)));

        rows.Should().Equal("1", "2", "x", "4");
    }

    [Fact]
    public async Task Where_Predicate_CountsFilteredAndRejectsWhatThrows()
    {
        var (rows, report) = await RunAsync(Texts().Where(text => int.Parse(text) > 1));

        rows.Should().Equal("2", "4");
        report.Rows.Should().Be(new RowLedger { Extracted = 4, Loaded = 2, Filtered = 1, Rejected = 1 });
    }

    [Fact]
    public async Task TransformMany_ThrowMidway_RejectsTheWholeRow()
    {
        var (rows, report) = await RunAsync(Texts().TransformMany(Split));

        rows.Should().Equal("1", "1", "2", "2", "4", "4");
        report.Rows.Should().Be(new RowLedger { Extracted = 4, Expanded = 3, Loaded = 6, Rejected = 1 });

        static IEnumerable<string> Split(string text)
        {
            yield return text;
            yield return text == "x" ? throw new FormatException() : text;
        }
    }

    [Fact]
    public async Task TransformMany_MoreThanMaxExpansion_RejectsTheRow()
    {
        var (rows, report) = await RunAsync(
            Numbers(4).TransformMany(n => n == 2 ? Enumerable.Repeat(n, int.MaxValue) : Enumerable.Repeat(n, 3)),
            o => o.MaxExpansion = 3);

        rows.Should().Equal(0, 0, 0, 1, 1, 1, 3, 3, 3);
        report.RejectsByReason.Keys.Should().ContainSingle().Which.Should().Contain("more than 3 rows");
    }

    [Fact]
    public async Task TransformMany_RejectsBehindExpandingSteps_SayWhichRowsTheyAre()
    {
        var (rows, report) = await RunAsync(Numbers(2)
            .Transform(n => n == 0 ? TransformResult.Reject("zero") : (TransformResult<int>)n)
            .TransformMany(n => Enumerable.Range(n, 3))
            .TransformMany(n => Enumerable.Range(10 * n, 2))
            .Transform(n => n is 11 or 30 ? TransformResult.Reject("unlucky") : (TransformResult<int>)n));

        rows.Should().Equal(10, 20, 21, 31);
        report.RejectSamples.Select(reject => (reject.RowNumber, reject.Branch)).Should().Equal((1, null), (2, "0/1"), (2, "2/0"));
    }

    [Fact]
    public async Task TransformMany_MoreThanAChunkAndABatchHold_KeepsOrderAndLosesNothing()
    {
        var (rows, report) = await RunAsync(
            Numbers(10).TransformMany((n, _) => Enumerable.Range(n * 1000, 1000)),
            o =>
            {
                o.ChannelCapacity = 8;
                o.BatchSize = 5;
            });

        rows.Should().Equal(Enumerable.Range(0, 10_000));
        report.Rows.Expanded.Should().Be(9990);
    }

    [Fact]
    public async Task TransformAsync_SlowFirst_KeepsTheOrder()
    {
        var gate = new Gate();
        var builder = Numbers(100).TransformAsync<int>(
            async (n, token) =>
            {
                if (n == 0)
                {
                    await gate.PassAsync(token);
                }
                else if (n == 3)
                {
                    gate.Open();
                }

                await Task.Yield();
                return n;
            },
            4);

        var (rows, _) = await RunAsync(builder);

        rows.Should().Equal(Enumerable.Range(0, 100));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task TransformAsync_ManyRows_RunsAsManyAtOnceAsAllowed(int maxConcurrency)
    {
        var now = 0;
        var most = 0;
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = Numbers(200).TransformMany(n => Enumerable.Repeat(n, 5)).TransformAsync<int>(
            async (n, _) =>
            {
                var current = Interlocked.Increment(ref now);
                most = Math.Max(most, current);
                if (current == maxConcurrency)
                {
                    full.TrySetResult();
                }

                await full.Task.OrHangs();
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return n;
            },
            maxConcurrency);

        var (rows, _) = await RunAsync(builder);

        rows.Should().HaveCount(1000).And.BeInAscendingOrder();
        most.Should().Be(maxConcurrency);
    }

    [Fact]
    [Trait("Bug", "Akka.NET #6877")]
    public async Task TransformAsync_RejectsFiltersAndThrows_InOrderWithEarlierSteps()
    {
        var (rows, report) = await RunAsync(Numbers(60)
            .Transform<int>(n => n % 6 == 0 ? TransformResult.Reject("before") : n)
            .Where(n => n % 6 != 1)
            .TransformAsync<int>(
                async (n, context, _) =>
                {
                    await Task.Yield();
                    return (n % 6) switch
                    {
                        2 => TransformResult.Reject("inside"),
                        3 => TransformResult.Filter,
                        4 => throw new FormatException(),
                        _ => n,
                    };
                },
                5)
            .TransformAsync<int>(async (n, _) =>
            {
                await Task.Yield();
                return n;
            }, 2));

        rows.Should().Equal(Enumerable.Range(0, 60).Where(n => n % 6 == 5));
        report.Rows.Should().Be(new RowLedger { Extracted = 60, Loaded = 10, Filtered = 20, Rejected = 30 });
        report.RejectSamples.Select(reject => reject.RowNumber).Should().BeInAscendingOrder("rejects keep the order of the source");
        report.RejectsByReason.Should().Equal(new Dictionary<string, long>
        {
            ["before"] = 10,
            ["inside"] = 10,
            ["transformer threw FormatException"] = 10,
        });
    }

    [Fact]
    public async Task TransformAsync_CompletesAtOnce_NeedsNoTask()
    {
        var (rows, _) = await RunAsync(Numbers(1000).TransformAsync((n, _) => ValueTask.FromResult(n + 1), 4));

        rows.Should().Equal(Enumerable.Range(1, 1000));
    }

    [Fact]
    [Trait("Bug", "Akka.NET #7330")]
    public async Task TransformAsync_ThrowsOperationCanceled_FailsTheSourceAndLoadsTheRowsBefore()
    {
        var target = new Collected<int>();
        var pipeline = Numbers(10)
            .TransformAsync<int>(async (n, _) =>
            {
                await Task.Yield();
                return n == 5 ? throw new TaskCanceledException() : n;
            }, 2)
            .Load(target)
            .Build();

        await FluentActions.Awaiting(() => pipeline.RunAsync(Token).OrHangs()).Should().ThrowAsync<PipelineException>();

        target.Rows.Should().Equal(0, 1, 2, 3, 4);
    }

    [Fact]
    public void TransformAsync_ConcurrencyOfZero_IsRefused()
    {
        var act = () => Numbers(1).TransformAsync((n, _) => ValueTask.FromResult(n), 0);

        act.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("maxConcurrency");
    }

    [Fact]
    public void Transform_AsyncLambda_DoesNotCompile() =>
        typeof(PipelineBuilder<int>).GetMethods()
            .Where(method => method.Name == "Transform" && method.GetParameters()[0].ParameterType.ToString().Contains("Task`1", StringComparison.Ordinal))
            .Should().HaveCount(2)
            .And.OnlyContain(method => method.GetCustomAttributes(typeof(ObsoleteAttribute), false).Cast<ObsoleteAttribute>().Single().IsError);

    private static PipelineBuilder<string> Texts() => new PipelineBuilder("p").Extract(Extractor.From("texts", ["1", "2", "x", "4"]));

    private static PipelineBuilder<int> Numbers(int count) => new PipelineBuilder("p").Extract(Sources.Numbers("numbers", count));

    private static async Task<(TRow[] Rows, PipelineReport Report)> RunAsync<TRow>(
        PipelineBuilder<TRow> builder, Action<PipelineOptions>? configure = null)
    {
        var target = new Collected<TRow>();
        var report = await builder.Load(target).Configure(o => o.Producers = 1).Configure(configure ?? (_ => { })).Build().RunAsync(Token).OrHangs();
        return (target.Rows, report);
    }

    private sealed class Numbering : ITransformer<string, string>
    {
        private int _number;

        public TransformResult<string> Transform(string row, RowContext context) => $"{++_number}. {row}";
    }
}

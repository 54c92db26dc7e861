namespace EtlKit.Tests;

public sealed class PipelineBuilderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Build_BadOptions_ListsEveryProblem()
    {
        var builder = Loaded().WriteRejectsTo("/no/such/directory/rejects.jsonl").Configure(o =>
        {
            o.Producers = 0;
            o.ChannelCapacity = 0;
            o.BatchSize = -1;
            o.MaxBatchBytes = 0;
            o.LargeBatchSize = 0;
            o.MaxLargeBatchBytes = 0;
            o.BatchTimeout = TimeSpan.Zero;
            o.MaxExpansion = 0;
            o.DrainTimeout = TimeSpan.Zero;
            o.StallTimeout = TimeSpan.Zero;
            o.RetryDelay = TimeSpan.Zero;
            o.MaxRetryDelay = TimeSpan.FromSeconds(-1);
            o.RetryTimeout = TimeSpan.FromSeconds(-1);
            o.MaxLoggedRejects = -1;
            o.MaxRejectSamples = -1;
            o.MaxRejects = -1;
            o.MaxRejectRatio = double.NaN;
            o.MinRowsForRejectRatio = 0;
            o.ChangedSources = (ChangedSourcePolicy)99;
            o.RunLockLease = TimeSpan.Zero;
            o.MaxDeadLetters = -1;
            o.MaxDeadLetterBytes = -1;
        });

        var error = builder.Invoking(b => b.Build()).Should().Throw<PipelineConfigurationException>().Which;

        error.Problems.Should().HaveCount(23);
        error.Message.Should().Contain("BatchSize is -1, but must be at least 1 row").And.Contain("/no/such/directory");
    }

    [Fact]
    public void Validate_EveryOption_IsCheckedOrNeedsNoCheck()
    {
        // A new option must be added to Validate and to the test above, or to this list.
        string[] free = [nameof(PipelineOptions.FailFast), nameof(PipelineOptions.IncludeValuesInReasons)];

        typeof(PipelineOptions).GetProperties().Select(property => property.Name).Except(free).Should().HaveCount(22);
    }

    [Fact]
    public void LoggerFactoryAndTimeProvider_Null_AreRefusedAtOnce()
    {
        FluentActions.Invoking(() => new PipelineBuilder("p") { LoggerFactory = null! }).Should().Throw<ArgumentNullException>().WithMessage("*NullLoggerFactory.Instance*");
        FluentActions.Invoking(() => new PipelineBuilder("p") { TimeProvider = null! }).Should().Throw<ArgumentNullException>().WithMessage("*TimeProvider.System*");
    }

    [Fact]
    public void Build_Twice_SaysSo()
    {
        var builder = Loaded();
        builder.Build();

        builder.Invoking(b => b.Build()).Should().Throw<InvalidOperationException>().WithMessage("*has been built already*");
    }

    [Theory]
    [InlineData(LoaderCapabilities.None, false, Guarantee.BestEffort)]
    [InlineData(LoaderCapabilities.Idempotent, false, Guarantee.AtLeastOnce)]
    [InlineData(LoaderCapabilities.Transactional, false, Guarantee.BestEffort)]
    [InlineData(LoaderCapabilities.Transactional, true, Guarantee.ExactlyOnce)]
    public void Guarantee_CapabilitiesAndCheckpoints_AreComputedAndCanBeRequired(LoaderCapabilities capabilities, bool checkpoints, Guarantee expected)
    {
        Make().Build().Guarantee.Should().Be(expected);
        Make().Require(expected).Build().Guarantee.Should().Be(expected);
        if (expected < Guarantee.ExactlyOnce)
        {
            Make().Require(expected + 1).Invoking(b => b.Build()).Should().Throw<PipelineConfigurationException>()
                .WithMessage($"*{expected + 1} is required, but the pipeline guarantees {expected}*");
        }

        LoadedPipelineBuilder<int> Make()
        {
            var builder = new PipelineBuilder("p").Extract(Sources.Numbers("a", 1)).Load(new Ledgered<int> { Capabilities = capabilities });
            return checkpoints ? builder.WithCheckpoints() : builder;
        }
    }

    [Fact]
    public void WithCheckpoints_LoaderWithoutTransactions_IsRefused() =>
        Loaded().WithCheckpoints().Invoking(b => b.Build()).Should().Throw<PipelineConfigurationException>().WithMessage("*collected is not transactional*");

    [Fact]
    public async Task Configure_AfterBuild_HasNoEffect()
    {
        PipelineOptions? kept = null;
        var target = new Collected<int>();
        var pipeline = new PipelineBuilder("p").Extract(Sources.Numbers("a", 10)).Load(target).Configure(o =>
        {
            o.BatchSize = 5;
            kept = o;
        }).Build();
        kept!.BatchSize = 1;

        await pipeline.RunAsync(Token).OrHangs();

        target.Batches.Should().HaveCount(2);
    }

    [Fact]
    public async Task Steps_OnOneBuilder_DoNotDisturbEachOther()
    {
        var builder = new PipelineBuilder("p").Extract(Sources.Numbers("a", 3));
        var (plain, doubled) = (new Collected<int>(), new Collected<int>());
        var first = builder.Load(plain).Build();
        var second = builder.Transform(n => 2 * n).Load(doubled).Build();

        await first.RunAsync(Token).OrHangs();
        await second.RunAsync(Token).OrHangs();

        plain.Rows.Should().Equal(0, 1, 2);
        doubled.Rows.Should().Equal(0, 2, 4);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Constructor_EmptyName_IsRefused(string name) =>
        FluentActions.Invoking(() => new PipelineBuilder(name)).Should().Throw<ArgumentException>();

    [Fact]
    public void Steps_Null_AreRefused()
    {
        var builder = new PipelineBuilder("p");
        var numbers = builder.Extract(Sources.Numbers("a", 1));

        new Action[]
        {
            () => builder.Extract<int>((IExtractor<int>)null!),
            () => builder.Extract((IEnumerable<IExtractor<int>>)null!),
            () => builder.Extract((IAsyncEnumerable<IExtractor<int>>)null!),
            () => numbers.Transform((ITransformer<int, int>)null!),
            () => numbers.Transform((Func<int, int>)null!),
            () => numbers.Where(null!),
            () => numbers.Load(null!),
            () => numbers.Load(new Collected<int>()).Configure(null!),
        }.Should().AllSatisfy(act => act.Should().Throw<ArgumentNullException>());
    }

    private static LoadedPipelineBuilder<int> Loaded() =>
        new PipelineBuilder("p").Extract(Sources.Numbers("a", 1)).Load(new Collected<int>());
}

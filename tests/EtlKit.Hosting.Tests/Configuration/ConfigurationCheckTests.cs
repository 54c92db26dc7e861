using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EtlKit.Hosting.Tests;

public sealed class ConfigurationCheckTests
{
    [Theory]
    [InlineData("EtlKit:Pipelines:events:BatchSize", "ten", "EtlKit:Pipelines:events:BatchSize is 'ten', but must be a whole number of at most 2147483647, such as 10000.")]
    [InlineData("EtlKit:Pipelines:events:BatchSize", "", "EtlKit:Pipelines:events:BatchSize is '', but must be a whole number of at most 2147483647, such as 10000.")]
    [InlineData("EtlKit:Pipelines:events:BatchSize", "0", "EtlKit:Pipelines:events:BatchSize is 0, but must be at least 1 row.")]
    [InlineData("EtlKit:Pipelines:events:BatchSize:Rows", "1", "EtlKit:Pipelines:events:BatchSize is a section, but must be a whole number of at most 2147483647, such as 10000.")]
    [InlineData("EtlKit:Pipelines:events:MaxRejects", "1.5", "EtlKit:Pipelines:events:MaxRejects is '1.5', but must be a whole number, such as 10000.")]
    [InlineData("EtlKit:Pipelines:events:FailFast", "yes", "EtlKit:Pipelines:events:FailFast is 'yes', but must be true or false.")]
    [InlineData("EtlKit:Pipelines:events:DrainTimeout", "5", "EtlKit:Pipelines:events:DrainTimeout is '5', but must be a time such as 00:00:05.")]
    [InlineData("EtlKit:Pipelines:events:DrainTimeout", "infinite", "EtlKit:Pipelines:events:DrainTimeout is 'infinite', but must be a time such as 00:00:05.")]
    [InlineData("EtlKit:Pipelines:events:StallTimeout", "5 min", "EtlKit:Pipelines:events:StallTimeout is '5 min', but must be a time such as 00:00:05, or infinite.")]
    [InlineData("EtlKit:Pipelines:events:ChangedSources", "1", "EtlKit:Pipelines:events:ChangedSources is '1', but must be Auto or Restart or Fail.")]
    [InlineData("EtlKit:Defaults:MaxRejectRatio", "2", "EtlKit:Defaults:MaxRejectRatio is 2, but must be from 0 to 1.")]
    [InlineData("EtlKit:Pipelines:events:BatchSise", "1", "EtlKit:Pipelines:events:BatchSise is unknown: did you mean BatchSize?")]
    [InlineData("EtlKit:Pipelines:events:batch_size", "1", "EtlKit:Pipelines:events:batch_size is unknown: did you mean BatchSize?")]
    [InlineData("EtlKit:Pipelines:evnets:BatchSize", "1", "EtlKit:Pipelines:evnets configures a pipeline that isn't registered: did you mean events?")]
    [InlineData("EtlKit:Pipelines:orders:BatchSize", "1", "EtlKit:Pipelines:orders configures a pipeline that isn't registered: there are events.")]
    [InlineData("EtlKit:Pipelines:events", "1", "EtlKit:Pipelines:events is a value, but must be a section.")]
    [InlineData("EtlKit:Pipeline:events:BatchSize", "1", "EtlKit:Pipeline is unknown: did you mean Pipelines?")]
    [InlineData("EtlKit:Pipelines:events:Schedule:Cron", "0 0 * * * ?", "EtlKit:Pipelines:events:Schedule takes the package EtlKit.Quartz, which this program doesn't use: add it and register it, or remove the section.")]
    [InlineData("EtlKit:Defaults:Schedule", "x", "EtlKit:Defaults:Schedule can't be a default: configure it under EtlKit:Pipelines for each pipeline that needs it.")]
    [InlineData("EtlKit:Pipelines:events:BatchSize", "1\nforged: 2", "EtlKit:Pipelines:events:BatchSize is '1�forged: 2', but must be a whole number of at most 2147483647, such as 10000.")]
    public async Task Start_SomethingWrong_NamesTheKeyTheValueAndWhatIsAllowed(string key, string value, string problem) =>
        (await new Configured((key, value)).FindProblemsAsync()).Should().Equal(problem);

    [Fact]
    public async Task Start_SeveralThingsWrong_NamesAllOfThemOnceAndStartsNothing()
    {
        var service = new Counting();
        var configured = new Configured(
            ("EtlKit:Defaults:Producers", "none"),
            ("EtlKit:Pipelines:events:BatchSize", "0"),
            ("EtlKit:Pipelines:events:Nonsense", "1"),
            ("EtlKit:Pipelines:orders:BatchSize", "1"));
        configured.Builder.Services.AddSingleton<IHostedService>(service).AddEtlPipeline("others", (_, pipeline) => Numbers.Compose(pipeline));

        var problems = await configured.FindProblemsAsync();

        problems.Should().HaveCount(4).And.OnlyHaveUniqueItems();
        problems.Should().ContainSingle(problem => problem.StartsWith("EtlKit:Defaults:Producers is 'none'"));
        problems.Should().ContainSingle(problem => problem.StartsWith("EtlKit:Pipelines:events:Nonsense is unknown: there are BatchSize, BatchTimeout,"));
        service.Started.Should().Be(0);
    }

    [Fact]
    public async Task Start_ValuesThatOnlyCodeMakesRight_IsLeftToTheBuild()
    {
        // The longest delay is configured below the default of the shortest, which code may have lowered.
        var options = await new Configured(("EtlKit:Pipelines:events:MaxRetryDelay", "00:00:00.010"))
            .ReadOptionsAsync(o => o.RetryDelay = TimeSpan.FromMilliseconds(5));
        var both = await new Configured(
            ("EtlKit:Pipelines:events:MaxRetryDelay", "00:00:01"), ("EtlKit:Pipelines:events:RetryDelay", "00:00:02")).FindProblemsAsync();

        options.MaxRetryDelay.Should().Be(TimeSpan.FromMilliseconds(10));
        both.Should().Equal("EtlKit:Pipelines:events:MaxRetryDelay is 00:00:01, but must be at least RetryDelay (00:00:02) and at most 1.00:00:00.");
    }

    [Fact]
    public async Task Start_WrongAnywhere_ShowsNoSecret()
    {
        const string Secret = "hunter2";

        var problems = await new Configured(
            ("ConnectionStrings:Warehouse", Secret),
            ("EtlKit:Pipelines:events:Settings:Password", Secret),
            ("EtlKit:Pipelines:events:Password", Secret),
            ("EtlKit:Pipelines:events", Secret),
            ("EtlKit:Secret", Secret)).FindProblemsAsync();

        problems.Should().HaveCount(3).And.NotContain(problem => problem.Contains(Secret));
    }

    [Fact]
    public async Task Start_SectionOfAPackage_IsCheckedByThatPackage()
    {
        var section = new Schedule();
        var configured = new Configured(("EtlKit:Pipelines:events:Schedule:Cron", "never"));
        configured.Builder.Services.AddSingleton<IPipelineConfigurationSection>(section);

        var problems = await configured.FindProblemsAsync();

        problems.Should().Equal("events has EtlKit:Pipelines:events:Schedule:Cron=never");
    }

    [Fact]
    public async Task Start_CheckOfAPackage_IsToldWithTheOthersAndItsSectionIsKnown()
    {
        var configured = new Configured(("EtlKit:Quartz:Anything", "x"), ("EtlKit:Quarz", "x"));
        configured.Builder.Services.AddSingleton<IEtlStartCheck>(new Check());

        var problems = await configured.FindProblemsAsync();

        problems.Should().Equal("EtlKit:Quarz is unknown: did you mean Quartz?", "checked events");
    }

    [Fact]
    public async Task Start_NoPipelineButACheck_Checks()
    {
        var builder = Hosts.Create();
        builder.Services.AddEtlHosting().AddSingleton<IEtlStartCheck>(new Check());
        using var host = builder.Build();

        var start = async () => await host.StartAsync(TestContext.Current.CancellationToken);

        (await start.Should().ThrowAsync<EtlConfigurationException>()).Which.Problems.Should().Equal("checked ");
    }

    [Fact]
    public async Task Start_NothingConfigured_Starts()
    {
        using var host = new Configured(("Logging:LogLevel:Default", "Debug"), ("EtlKit:Pipelines:events:Settings:Anything:Below", "x")).Build();

        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Check : IEtlStartCheck
    {
        public string? Section => "Quartz";

        public IEnumerable<string> FindProblems(IReadOnlyList<string> pipelines) => [$"checked {string.Join(',', pipelines)}"];
    }

    private sealed class Schedule : IPipelineConfigurationSection
    {
        public string Key => "Schedule";

        public IEnumerable<string> Validate(string pipeline, IConfigurationSection section) =>
            section.GetChildren().Select(child => $"{pipeline} has {child.Path}={child.Value}");
    }

    private sealed class Counting : IHostedService
    {
        public int Started { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Started++;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

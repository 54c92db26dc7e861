using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EtlKit.Hosting.Tests;

public sealed class OptionsTests
{
    /// <summary>For each type of property a text that is not its default, and what it means.</summary>
    private static readonly Dictionary<Type, (string Text, object Value)> Samples = new()
    {
        [typeof(int)] = ("7", 7),
        [typeof(int?)] = ("7", 7),
        [typeof(long)] = ("7", 7L),
        [typeof(double)] = ("0.25", 0.25),
        [typeof(bool)] = ("true", true),
        [typeof(TimeSpan)] = ("00:00:04.5", TimeSpan.FromSeconds(4.5)),
        [typeof(ChangedSourcePolicy)] = ("restart", ChangedSourcePolicy.Restart),
    };

    public static TheoryData<string> Properties() => [.. typeof(PipelineOptions).GetProperties().Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Properties))]
    public async Task Run_AnyPropertyConfigured_IsAppliedOverDefaultsAndCode(string name)
    {
        var property = typeof(PipelineOptions).GetProperty(name, BindingFlags.Public | BindingFlags.Instance)!;
        Samples.Should().ContainKey(property.PropertyType, "a new type of property needs a sample here");
        var (text, value) = Samples[property.PropertyType];
        property.GetValue(new PipelineOptions()).Should().NotBe(value, "a default would show nothing");

        var asPipeline = await new Configured(("EtlKit:Pipelines:Events:" + name, text)).ReadOptionsAsync();
        var asDefault = await new Configured(("EtlKit:Defaults:" + name, text)).ReadOptionsAsync();
        var inNeither = await new Configured().ReadOptionsAsync();

        property.GetValue(asPipeline).Should().Be(value);
        property.GetValue(asDefault).Should().Be(value);
        property.GetValue(inNeither).Should().NotBe(value);
    }

    [Fact]
    public async Task Run_SetInSeveralPlaces_ThePipelineGoesBeforeTheDefaultsAndThoseBeforeCode()
    {
        var options = await new Configured(
            ("EtlKit:Defaults:BatchSize", "11"), ("EtlKit:Defaults:Producers", "3"), ("EtlKit:Pipelines:events:BatchSize", "12")).ReadOptionsAsync(o =>
            {
                o.BatchSize = 1;
                o.Producers = 1;
                o.ChannelCapacity = 5;
            });

        options.BatchSize.Should().Be(12);
        options.Producers.Should().Be(3);
        options.ChannelCapacity.Should().Be(5);
    }

    [Theory]
    [InlineData("infinite")]
    [InlineData("Infinite")]
    [InlineData("-1")]
    [InlineData("-00:00:00.001")]
    public async Task Run_InfiniteTimeout_IsUnderstood(string text)
    {
        var options = await new Configured(("EtlKit:Pipelines:events:StallTimeout", text), ("EtlKit:Pipelines:events:BatchTimeout", text)).ReadOptionsAsync();

        options.StallTimeout.Should().Be(Timeout.InfiniteTimeSpan);
        options.BatchTimeout.Should().Be(Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public async Task Run_OtherCulture_ReadsTheSameNumbers()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            var options = await new Configured(("EtlKit:Pipelines:events:MaxRejectRatio", "0.25")).ReadOptionsAsync();
            var problems = await new Configured(("EtlKit:Pipelines:events:MaxRejectRatio", "0,25")).FindProblemsAsync();

            options.MaxRejectRatio.Should().Be(0.25);
            problems.Should().Equal("EtlKit:Pipelines:events:MaxRejectRatio is '0,25', but must be a number with a point, such as 0.05.");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public async Task Run_ConfigurationChanges_TheNextRunTakesIt()
    {
        var sizes = new List<int>();
        var builder = Hosts.Create();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("EtlKit:Pipelines:events:BatchSize", (string?)"2")]);
        builder.Services.AddEtlPipeline("events", (_, pipeline) => pipeline.Extract(Extractor.From("numbers", [1, 2, 3])).Load(Loader.From<int>("nowhere", (batch, _) =>
        {
            sizes.Add(batch.Count);
            return default;
        })));
        using var host = builder.Build();

        await host.RunAsync("events");
        builder.Configuration["EtlKit:Pipelines:events:BatchSize"] = "3";
        await host.RunAsync("events");
        builder.Configuration["EtlKit:Pipelines:events:BatchSize"] = "none";
        var wrong = async () => await host.RunAsync("events");

        sizes.Should().Equal(2, 1, 3);
        await wrong.Should().ThrowAsync<PipelineConfigurationException>().WithMessage("*EtlKit:Pipelines:events:BatchSize is 'none'*");
    }

    [Fact]
    public async Task Run_EnvironmentVariable_IsTaken()
    {
        // A prefix of the test's own, so that no other test sees it.
        const string Variable = "ETLKIT_OPTIONSTESTS_EtlKit__Pipelines__events__BatchSize";
        Environment.SetEnvironmentVariable(Variable, "17");
        try
        {
            var configured = new Configured();
            configured.Builder.Configuration.AddEnvironmentVariables("ETLKIT_OPTIONSTESTS_");

            (await configured.ReadOptionsAsync()).BatchSize.Should().Be(17);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }
}

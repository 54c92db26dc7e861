using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EtlKit.Hosting.Tests;

/// <summary>A host whose pipeline 'events' is configured by keys and values, and which tells what options it was given.</summary>
internal sealed class Configured
{
    public Configured(params (string Key, string? Value)[] settings)
    {
        Builder = Hosts.Create();
        Builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
    }

    public HostApplicationBuilder Builder { get; }

    /// <summary>The problems that keep the host from starting.</summary>
    public async Task<IReadOnlyList<string>> FindProblemsAsync()
    {
        using var host = Build();
        var start = async () => await host.StartAsync(TestContext.Current.CancellationToken);
        return (await start.Should().ThrowAsync<EtlConfigurationException>()).Which.Problems;
    }

    /// <summary>The options with which the pipeline is run; code has set some before.</summary>
    public async Task<PipelineOptions> ReadOptionsAsync(Action<PipelineOptions>? inCode = null)
    {
        PipelineOptions? options = null;
        Builder.Services.AddEtlPipeline("events", (_, pipeline) =>
            Numbers.Compose(pipeline).Configure(o => inCode?.Invoke(options = o)).Configure(o => options = o));
        using var host = Builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.RunAsync("events");
        return options!;
    }

    public IHost Build()
    {
        Builder.Services.AddEtlPipeline("events", (_, pipeline) => Numbers.Compose(pipeline));
        return Builder.Build();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EtlKit.Hosting.Tests;

/// <summary>Hosts that read nothing from their surroundings and log nothing.</summary>
internal static class Hosts
{
    public static HostApplicationBuilder Create()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        return builder;
    }

    public static IPipelineRunner Runner(this IHost host) => host.Services.GetRequiredService<IPipelineRunner>();

    public static Task<PipelineReport> RunAsync(this IHost host, string name) =>
        host.Runner().RunAsync(name, cancellationToken: TestContext.Current.CancellationToken).OrHangs();

    /// <summary>Fails a test that waits for something that doesn't happen.</summary>
    public static Task OrHangs(this Task task) => task.WaitAsync(TimeSpan.FromMinutes(1));

    public static Task<T> OrHangs<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromMinutes(1));
}

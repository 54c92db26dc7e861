using EtlKit.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Worker;

/// <summary>Looks whether the worker could run: its configuration is right, its pipelines can be composed, and their targets can be reached.</summary>
internal static class Check
{
    public static async Task<int> RunAsync()
    {
        var builder = Host.CreateApplicationBuilder().AddWorker(firesSchedules: false);
        builder.Logging.ClearProviders();
        using var host = builder.Build();
        await host.StartAsync();
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"));
        await host.StopAsync();
        await Console.Out.WriteLineAsync(HealthReports.ToJson(health));
        return health.Status == HealthStatus.Unhealthy ? EtlExitCode.Misconfigured : EtlExitCode.Done;
    }
}

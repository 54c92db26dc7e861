using EtlKit;
using EtlKit.Hosting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Worker;

/// <summary>The long-running service. SIGTERM stops it: a run that is under way drains, and the process ends with 0.</summary>
internal static class Service
{
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateBuilder().AddWorker(firesSchedules: true);
        AddTelemetry(builder);
        await using var app = builder.Build();

        // Live: restart me when this fails. Ready: don't rely on me while this fails; a restart would not help.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live"), ResponseWriter = HealthReports.WriteAsync });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResponseWriter = HealthReports.WriteAsync });
        app.MapPrometheusScrapingEndpoint("/metrics");

        // Whoever reaches the port can start a run. Keep the port inside of the cluster or on the loopback interface, as the files under deploy do, or ask for more here:
        // add authentication to the services, then .RequireAuthorization() to this line. Probes and scrapes stay open; they tell no values of rows.
        app.MapPipelines();

        await app.RunAsync();
        return EtlExitCode.Done;
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(PipelineTelemetry.MeterName, "System.Runtime").AddPrometheusExporter());

        // Its endpoint, headers and service name are configured by the variables of OpenTelemetry alone.
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
        {
            telemetry.WithTracing(tracing => tracing.AddSource(PipelineTelemetry.ActivitySourceName).AddOtlpExporter());
        }
    }
}

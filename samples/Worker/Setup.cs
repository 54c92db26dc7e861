using System.Globalization;
using EtlKit.Hosting;

namespace Worker;

/// <summary>What all ways to start the worker share: configuration, logs, and the pipelines.</summary>
internal static class Setup
{
    /// <param name="firesSchedules">Whether schedules start runs. Where they don't, they are still checked with the rest of the configuration.</param>
    public static TBuilder AddWorker<TBuilder>(this TBuilder builder, bool firesSchedules)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Configuration.AddYamlFile(Path.Combine(AppContext.BaseDirectory, "appsettings.yaml"));
        builder.Configuration.AddEnvironmentVariables();    // again, so that they go before the file

        // A line of JSON for each message, with the scopes of pipeline, run, producer and source.
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(options =>
        {
            options.IncludeScopes = true;
            options.UseUtcTimestamp = true;
            options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });

        builder.Services.AddEtlPipeline(EventsPipeline.Name, EventsPipeline.Compose);
        if (firesSchedules)
        {
            builder.AddEtlSchedules();
        }
        else
        {
            builder.Services.CheckEtlSchedules();
        }

        var maxAge = ReadMaxAge(builder.Configuration);
        builder.Services.AddHealthChecks().AddEtlPipelines(health => health.MaxAge = maxAge);
        return builder;
    }

    private static TimeSpan? ReadMaxAge(IConfiguration configuration) => configuration["Worker:MaxAge"] switch
    {
        null or "" => null,
        var text when text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var age) && age > TimeSpan.Zero => age,
        _ => throw new FormatException("Worker:MaxAge must be a time, such as 1.01:00:00 for 25 hours."),
    };
}

using EtlKit;
using EtlKit.Hosting;
using EtlKit.Quartz;

namespace Worker;

/// <summary>Endpoints that show the pipelines and run them.</summary>
internal static partial class PipelineEndpoints
{
    public static RouteGroupBuilder MapPipelines(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/pipelines");
        group.MapGet("/", async (IPipelineRunner runner, IEtlScheduler scheduler, CancellationToken cancellationToken) =>
        {
            var schedules = await scheduler.GetSchedulesAsync(cancellationToken);
            return runner.Names.Select(name => View(name, runner, schedules));
        });
        group.MapGet("/{name}", async (string name, IPipelineRunner runner, IEtlScheduler scheduler, CancellationToken cancellationToken) =>
        {
            var schedules = await scheduler.GetSchedulesAsync(cancellationToken);
            return Find(name, runner, () => Results.Ok(View(name, runner, schedules)));
        });
        group.MapGet("/{name}/snapshot", (string name, IPipelineRunner runner) => Find(name, runner, () =>
            runner.GetSnapshot(name) is { } snapshot ? Results.Text(snapshot.ToJson(), "application/json") : Results.NoContent()));
        group.MapPost("/{name}/run", (string name, IPipelineRunner runner, ILoggerFactory loggers) => Find(name, runner, () => Start(name, runner, loggers)));
        return group;
    }

    /// <summary>Starts a run and doesn't wait for it: 202, or 409 while another one is under way.</summary>
    private static IResult Start(string name, IPipelineRunner runner, ILoggerFactory loggers)
    {
        // The run outlives the request, so it doesn't get the token of the request. A host that stops drains it.
        var run = runner.RunAsync(name);
        if (run is { IsFaulted: true, Exception.InnerException: PipelineBusyException busy })
        {
            return Results.Conflict(busy.Message);
        }

        _ = ObserveAsync(name, run, loggers.CreateLogger("Worker"));
        return Results.Accepted($"/pipelines/{name}");
    }

    private static async Task ObserveAsync(string name, Task run, ILogger logger)
    {
        try
        {
            await run;
        }
        catch (Exception exception) when (exception is PipelineException or PipelineCancelledException)
        {
            // The run has logged it, and the state of the pipeline has it.
        }
        catch (Exception exception)
        {
            NotRun(logger, exception, name);
        }
    }

    private static PipelineView View(string name, IPipelineRunner runner, IReadOnlyList<EtlScheduleState> schedules) =>
        PipelineView.Of(runner.GetState(name), schedules.FirstOrDefault(schedule => schedule.Pipeline.Equals(name, StringComparison.OrdinalIgnoreCase)));

    private static IResult Find(string name, IPipelineRunner runner, Func<IResult> then) =>
        runner.Names.Contains(name, StringComparer.OrdinalIgnoreCase) ? then() : Results.NotFound();

    [LoggerMessage(1, LogLevel.Error, "Pipeline {Pipeline} was not run")]
    private static partial void NotRun(ILogger logger, Exception exception, string pipeline);
}

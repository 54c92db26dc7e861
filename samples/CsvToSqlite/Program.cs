// Loads a directory of CSV files into SQLite: several producers, one writer, rejects with their reasons.
//
//   dotnet run --project samples/CsvToSqlite -- --input DIR --database FILE [--producers N] [--batch-size N]
//       [--channel-capacity N] [--rejects FILE | --reject-table] [--replay] [--max-rejects N] [--resume] [--verbose] [--json]

using System.CommandLine;
using CsvToSqlite;
using EtlKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

const int Succeeded = 0;
const int Failed = 1;
const int Misconfigured = 2;
const int AlreadyRunning = 5;

// The pipeline drains by itself, within its own time: the parser must neither handle the signals nor cut the drain short.
var parsed = CommandLine.Create(RunAsync).Parse(args);
return parsed.Errors.Count > 0
    ? await parsed.InvokeAsync() is var code && code == Succeeded ? Succeeded : Misconfigured
    : await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });

static async Task<int> RunAsync(JobOptions options, CancellationToken _)
{
    using var signals = new StopSignals();
    using var loggerFactory = LoggerFactory.Create(logging => logging
        .SetMinimumLevel(options.Verbose ? LogLevel.Debug : LogLevel.Information)
        .AddSimpleConsole(console =>
        {
            console.IncludeScopes = true;
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fff ";
        })
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));

    try
    {
        var pipeline = Job.Build(options, loggerFactory);
        Print(await ProgressDisplay.RunAsync(pipeline, options.Replay, signals.Token), options);
        return Succeeded;
    }
    catch (PipelineCancelledException stopped)
    {
        Print(stopped.Report, options);
        return signals.ExitCode;
    }
    catch (PipelineException failure)
    {
        Print(failure.Report, options);
        return failure.InnerException is RunLockedException ? AlreadyRunning : Failed;
    }
    catch (PipelineConfigurationException problem)
    {
        Console.Error.WriteLine(problem.Message);
        return Misconfigured;
    }
}

static void Print(PipelineReport report, JobOptions options)
{
    Console.WriteLine(report);
    if (options.Json)
    {
        Console.WriteLine(report.ToJson());
    }
}

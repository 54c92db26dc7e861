using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EtlKit.Hosting;

/// <summary>A host's life for the time of one run. Used by one task.</summary>
internal sealed class OneRun(IHost host, string name, EtlRunOptions options)
{
    private readonly List<BackgroundService> _services = [];
    private PipelineReport? _report;
    private int _exitCode;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var time = host.Services.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = host.Services.GetEtlLogger();
        using var signals = new StopSignals(host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication);
        try
        {
            _exitCode = FindServices();
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            _exitCode = EtlExitCode.Of(_report = await RunPipelineAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            _report = exception.GetReport();
            _exitCode = exception is OperationCanceledException && _report is not { Abandoned.Count: > 0 } ? signals.ExitCode ?? EtlExitCode.Failed : EtlExitCode.Of(exception);
            Tell(exception, logger);
        }

        await StopAsync(signals, time, logger).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
        await WriteReportAsync().ConfigureAwait(false);
        return _exitCode;
    }

    private Task<PipelineReport> RunPipelineAsync(CancellationToken cancellationToken)
    {
        var runner = host.Services.GetService<IPipelineRunner>() ?? throw new UnknownPipelineException(name, []);
        return options.Replay ? runner.ReplayAsync(name, options.Progress, cancellationToken) : runner.RunAsync(name, options.Progress, cancellationToken);
    }

    /// <summary>Makes the hosted services, as the host is about to, so that one which lacks something is told from one that fails.</summary>
    private int FindServices()
    {
        try
        {
            _services.AddRange(host.Services.GetServices<IHostedService>().OfType<BackgroundService>());
            return EtlExitCode.Done;
        }
        catch (Exception exception)
        {
            throw new PipelineConfigurationException(name, [$"a service of the host can't be made: {exception.Message}"], exception);
        }
    }

    private async Task StopAsync(StopSignals signals, TimeProvider time, ILogger logger)
    {
        try
        {
            using var timeout = signals.ExitCode is null ? new CancellationTokenSource() : new CancellationTokenSource(options.StopTimeout, time);
            await host.StopAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.StopFailed(logger, exception);
            Fail($"The host could not be stopped in good order: {exception.Message}");
        }

        // What fails after its first await doesn't fail the host, which only stops.
        foreach (var service in _services)
        {
            if (service.ExecuteTask is { IsFaulted: true, Exception: { } failure })
            {
                Fail($"The hosted service {service.GetType().Name} has failed: {failure.GetBaseException().Message}");
            }
        }
    }

    private async Task DisposeAsync()
    {
        try
        {
            if (host is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                host.Dispose();
            }
        }
        catch (Exception exception)
        {
            Fail($"A service of the host could not be disposed of: {exception.Message}");
        }
    }

    private async Task WriteReportAsync()
    {
        if (_report is null)
        {
            return;
        }

        try
        {
            await ReportOutput.WriteAsync(_report, options.ReportPath).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail($"The report could not be written: {exception.Message}");
        }
    }

    private void Tell(Exception exception, ILogger logger)
    {
        if (_report is null)
        {
            Log.NotRun(logger, exception, name);
        }

        Console.Error.WriteLine(exception.Message);
    }

    /// <summary>Says what has failed around the run. Why the run itself failed weighs more.</summary>
    private void Fail(string message)
    {
        Console.Error.WriteLine(message);
        if (_exitCode is EtlExitCode.Done or EtlExitCode.DoneWithRejects or EtlExitCode.Interrupted or EtlExitCode.Terminated)
        {
            _exitCode = EtlExitCode.Failed;
        }
    }
}

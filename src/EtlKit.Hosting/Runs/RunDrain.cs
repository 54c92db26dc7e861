using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EtlKit.Hosting;

/// <summary>Keeps a host that stops from disposing of its services before the runs that are under way have drained.</summary>
internal sealed class RunDrain(HostedPipelineRunner runner, IServiceProvider services) : IHostedService
{
    private readonly ILogger _logger = services.GetEtlLogger();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await runner.DrainAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.NotDrained(_logger);
        }
    }
}

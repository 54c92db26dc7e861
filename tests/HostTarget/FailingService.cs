using Microsoft.Extensions.Hosting;

namespace HostTarget;

/// <summary>Fails after its first await: at once, or when the host stops.</summary>
internal sealed class FailingService(bool atStop) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(atStop ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        throw new InvalidOperationException("the service has failed");
    }
}

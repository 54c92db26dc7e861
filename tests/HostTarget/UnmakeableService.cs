using Microsoft.Extensions.Hosting;

namespace HostTarget;

/// <summary>Needs what no container has.</summary>
internal sealed class UnmakeableService(Func<int, int> missing) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.FromResult(missing(0));
}

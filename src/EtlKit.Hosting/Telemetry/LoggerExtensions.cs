using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EtlKit.Hosting;

internal static class LoggerExtensions
{
    /// <summary>The logger of this package; one that logs nothing where the container has none.</summary>
    public static ILogger GetEtlLogger(this IServiceProvider services) =>
        services.GetService<ILoggerFactory>()?.CreateLogger("EtlKit.Hosting") ?? NullLogger.Instance;
}

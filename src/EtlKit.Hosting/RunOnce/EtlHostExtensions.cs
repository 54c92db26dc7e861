using EtlKit;
using EtlKit.Hosting;

namespace Microsoft.Extensions.Hosting;

/// <summary>Runs a pipeline once and ends the program.</summary>
public static class EtlHostExtensions
{
    /// <inheritdoc cref="RunEtlPipelineAsync(IHost, string, EtlRunOptions, CancellationToken)"/>
    public static Task<int> RunEtlPipelineAsync(this IHost host, string name, CancellationToken cancellationToken) =>
        host.RunEtlPipelineAsync(name, options: null, cancellationToken);

    /// <summary>
    /// Starts the host, runs a pipeline, stops the host and disposes of it, writes the report and sets <see cref="Environment.ExitCode"/>: the whole of a program that is started
    /// by cron, a shell or a container platform.
    /// </summary>
    /// <param name="host">The host. It is disposed of, so that what it logs comes before the report.</param>
    /// <param name="name">The name of the pipeline.</param>
    /// <param name="options">How it is run; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Cancels the run, which drains.</param>
    /// <returns>The exit code, one of <see cref="EtlExitCode"/>, for <c>Main</c> to return. Failures don't throw: they are logged, and told on the standard error.</returns>
    /// <remarks>
    /// The first SIGINT or SIGTERM stops the run, which drains within <see cref="PipelineOptions.DrainTimeout"/>; a second one ends the process at once. A run that fails or is
    /// stopped writes its report, too; one that never began has none.
    /// </remarks>
    public static async Task<int> RunEtlPipelineAsync(this IHost host, string name, EtlRunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Environment.ExitCode = await new OneRun(host, name, options ?? new EtlRunOptions()).RunAsync(cancellationToken).ConfigureAwait(false);
    }
}

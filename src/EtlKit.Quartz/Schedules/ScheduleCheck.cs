using System.Globalization;
using EtlKit.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EtlKit.Quartz;

/// <summary>Checks before the host starts what isn't checked with the section of a pipeline.</summary>
internal sealed class ScheduleCheck(ScheduleBook book, IOptions<HostOptions> options, IConfiguration? configuration) : IEtlStartCheck
{
    public string? Section => QuartzNames.Section;

    public IEnumerable<string> FindProblems(IReadOnlyList<string> pipelines) =>
        book.FindProblemsInCode(pipelines).Concat(pipelines.Select(FindShortShutdown).OfType<string>());

    /// <summary>Whether the host would stop while a run of the pipeline drains. A time that only code sets is not known here.</summary>
    private string? FindShortShutdown(string pipeline)
    {
        foreach (var key in new[] { $"EtlKit:Pipelines:{pipeline}:DrainTimeout", "EtlKit:Defaults:DrainTimeout" })
        {
            if (TimeSpan.TryParse(configuration?[key], CultureInfo.InvariantCulture, out var drain))
            {
                return drain <= options.Value.ShutdownTimeout ? null
                    : $"{key} is {drain}, but must be at most HostOptions.ShutdownTimeout ({options.Value.ShutdownTimeout}), or the host stops while runs drain: "
                        + "lower it, or raise the other with services.Configure<HostOptions>.";
            }
        }

        return null;
    }
}

using System.Globalization;

namespace EtlKit;

/// <summary>What the steps of one source share. Used by its producer only.</summary>
internal sealed class StepContext(SourceRun source, PipelineOptions options, CancellationToken stop)
{
    private Rejection? _expansionTooLarge;

    public SourceRun Source => source;

    public PipelineOptions Options => options;

    /// <summary>Cancelled when the run is to stop.</summary>
    public CancellationToken Stop => stop;

    public Rejection ExpansionTooLarge => _expansionTooLarge ??=
        new Rejection(string.Create(CultureInfo.InvariantCulture, $"the row expands to more than {options.MaxExpansion} rows (MaxExpansion)"));

    public Rejection RejectionOf(Exception exception)
    {
        var reason = options.IncludeValuesInReasons
            ? $"transformer threw {exception.GetType().Name}: {exception.Message}"
            : $"transformer threw {exception.GetType().Name}";
        return new Rejection(reason) { Exception = exception };
    }
}

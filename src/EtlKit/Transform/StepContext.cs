using System.Globalization;

namespace EtlKit;

/// <summary>What the steps of one source share. Used by its producer only.</summary>
internal sealed class StepContext(SourceRun source, PipelineOptions options, CancellationToken stop)
{
    private Rejection? _expansionTooLarge;
    private int _expanded;

    public SourceRun Source => source;

    public PipelineOptions Options => options;

    /// <summary>Cancelled when the run is to stop.</summary>
    public CancellationToken Stop => stop;

    public Rejection ExpansionTooLarge => _expansionTooLarge ??=
        new Rejection(string.Create(CultureInfo.InvariantCulture, $"the row expands to more than {options.MaxExpansion} rows (MaxExpansion)"));

    /// <summary>How many rows more may still be made of the row that goes through the steps now.</summary>
    public int RoomForExpansion => options.MaxExpansion - _expanded;

    /// <summary>Says that another row goes through the steps now.</summary>
    public void BeginExpansion() => _expanded = 1;

    public void CountExpansion(int more)
    {
        _expanded += more;
        source.Expanded += more;
    }

    public Rejection RejectionOf(Exception exception)
    {
        var reason = options.IncludeValuesInReasons
            ? $"transformer threw {exception.GetType().Name}: {exception.Message}"
            : $"transformer threw {exception.GetType().Name}";
        return new Rejection(reason) { Exception = exception };
    }

    /// <summary>
    /// Explains a cancellation that nobody asked for, such as a time limit of the transformer's own. It fails the source, and by itself would not even say where it came from.
    /// </summary>
    public static InvalidOperationException ExplainCancellation<TInput, TOutput>(OperationCanceledException exception, in RowContext context)
    {
        var line = context.LineNumber > 0 ? string.Create(CultureInfo.InvariantCulture, $", line {context.LineNumber}") : "";
        return new InvalidOperationException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The step from {typeof(TInput).Name} to {typeof(TOutput).Name} has thrown {exception.GetType().Name} at row {context.RowNumber}{line}, though the run was not cancelled. ")
            + "Catch it in the transformer, a time limit of its own say, and reject the row or throw another exception.",
            exception);
    }
}

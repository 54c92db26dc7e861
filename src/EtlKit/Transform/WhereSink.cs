namespace EtlKit;

/// <summary>A step that filters the rows for which a predicate is false.</summary>
internal sealed class WhereSink<TRow>(StepContext step, Func<TRow, bool> predicate, RowSink<TRow> next)
    : RowSink<TRow>
{
    public override ISinkBoundary Boundary { get; } = next.Boundary;

    public override void Accept(TRow row, in RowContext context)
    {
        bool keep;
        try
        {
            keep = predicate(row);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Boundary.Reject(context, RejectStage.Transform, step.RejectionOf(exception));
            return;
        }
        catch (OperationCanceledException exception) when (!step.Stop.IsCancellationRequested)
        {
            throw StepContext.ExplainCancellation<TRow, TRow>(exception, context);
        }

        if (keep)
        {
            next.Accept(row, context);
        }
        else
        {
            Boundary.Filter(context);
        }
    }
}

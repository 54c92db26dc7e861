namespace EtlKit;

/// <summary>A step that makes one row of each row.</summary>
internal sealed class MapSink<TInput, TOutput>(StepContext step, Func<TInput, TOutput> transform, RowSink<TOutput> next)
    : RowSink<TInput>
{
    public override ISinkBoundary Boundary { get; } = next.Boundary;

    public override void Accept(TInput row, in RowContext context)
    {
        TOutput output;
        try
        {
            output = transform(row);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Boundary.Reject(context, RejectStage.Transform, step.RejectionOf(exception));
            return;
        }
        catch (OperationCanceledException exception) when (!step.Stop.IsCancellationRequested)
        {
            throw StepContext.ExplainCancellation<TInput, TOutput>(exception, context);
        }

        next.Accept(output, context);
    }
}

namespace EtlKit;

/// <summary>A step with an <see cref="ITransformer{TInput, TOutput}"/>.</summary>
internal sealed class TransformerSink<TInput, TOutput>(StepContext step, ITransformer<TInput, TOutput> transformer, RowSink<TOutput> next)
    : RowSink<TInput>
{
    public override ISinkBoundary Boundary { get; } = next.Boundary;

    public override void Accept(TInput row, in RowContext context)
    {
        TransformResult<TOutput> result;
        try
        {
            result = transformer.Transform(row, context);
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

        if (result.HasRow)
        {
            next.Accept(result.Row, context);
        }
        else if (result.Rejection is { } rejection)
        {
            Boundary.Reject(context, RejectStage.Transform, rejection);
        }
        else
        {
            Boundary.Filter(context);
        }
    }
}

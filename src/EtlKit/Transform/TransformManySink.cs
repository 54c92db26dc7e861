namespace EtlKit;

/// <summary>A step that makes any number of rows of each row.</summary>
/// <remarks>The rows made of one row are gathered before the first goes on, so that a failure midway rejects the row as a whole.</remarks>
internal sealed class TransformManySink<TInput, TOutput>(
    StepContext step, Func<TInput, RowContext, IEnumerable<TOutput>> transform, RowSink<TOutput> next)
    : RowSink<TInput>
{
    public override ISinkBoundary Boundary { get; } = next.Boundary;

    private readonly List<TOutput> _outputs = [];

    public override void Accept(TInput row, in RowContext context)
    {
        _outputs.Clear();
        try
        {
            foreach (var output in transform(row, context))
            {
                if (_outputs.Count > step.RoomForExpansion)
                {
                    _outputs.Clear();
                    Boundary.Reject(context, RejectStage.Transform, step.ExpansionTooLarge);
                    return;
                }

                _outputs.Add(output);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _outputs.Clear();
            Boundary.Reject(context, RejectStage.Transform, step.RejectionOf(exception));
            return;
        }
        catch (OperationCanceledException exception) when (!step.Stop.IsCancellationRequested)
        {
            throw StepContext.ExplainCancellation<TInput, TOutput>(exception, context);
        }

        if (_outputs.Count == 0)
        {
            Boundary.Filter(context);
            return;
        }

        step.CountExpansion(_outputs.Count - 1);
        foreach (var output in _outputs)
        {
            next.Accept(output, context);
        }

        _outputs.Clear();
    }
}

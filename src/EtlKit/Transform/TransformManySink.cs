namespace EtlKit;

/// <summary>A step that makes any number of rows of each row.</summary>
/// <remarks>The rows made of one row are gathered before the first goes on, so that a failure midway rejects the row as a whole.</remarks>
internal sealed class TransformManySink<TInput, TOutput>(
    StepContext step, Func<TInput, RowContext, IEnumerable<TOutput>> transform, RowSink<TOutput> next)
    : RowSink<TInput>
{
    private static readonly Rejection BranchIsGone = new("the row is expanded to fewer rows than when this one of them was rejected");

    public override ISinkBoundary Boundary { get; } = next.Boundary;

    private readonly Branches _branches = step.Source.Branches;
    private readonly int _step = step.Source.Branches.Add();
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

        var level = _branches.LevelOf(_step);
        if (Branches.At(step.Source.Letter?.Reject.Branch, level) is { } only)
        {
            AcceptOnly(only, level, context);
        }
        else
        {
            AcceptAll(level, context);
        }

        _branches.Leave(level);
        _outputs.Clear();
    }

    private void AcceptAll(int level, in RowContext context)
    {
        step.CountExpansion(_outputs.Count - 1);
        for (var i = 0; i < _outputs.Count; i++)
        {
            _branches.Enter(level, i);
            next.Accept(_outputs[i], context);
        }
    }

    /// <summary>Passes on the row that was rejected: the others were loaded when it was.</summary>
    private void AcceptOnly(int only, int level, in RowContext context)
    {
        if (only < _outputs.Count)
        {
            _branches.Enter(level, only);
            next.Accept(_outputs[only], context);
        }
        else
        {
            Boundary.Reject(context, RejectStage.Transform, BranchIsGone);
        }
    }
}

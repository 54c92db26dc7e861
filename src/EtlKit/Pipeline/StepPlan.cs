using System.Runtime.CompilerServices;

namespace EtlKit;

/// <summary>A plan with one step more.</summary>
internal sealed class StepPlan<TInput, TOutput>(RowPlan<TInput> plan, Func<StepContext, RowSink<TOutput>, RowSink<TInput>> makeSink)
    : RowPlan<TOutput>
{
    public override ValueTask<SequenceSize?> MeasureAsync(CancellationToken cancellationToken) => plan.MeasureAsync(cancellationToken);

    public override async IAsyncEnumerable<ISource<TOutput>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var source in plan.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return new StepSource<TInput, TOutput>(source, makeSink);
        }
    }
}

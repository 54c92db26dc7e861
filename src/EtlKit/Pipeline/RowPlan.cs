namespace EtlKit;

/// <summary>What a builder has composed so far: sources whose rows, after all steps, have type <typeparamref name="TRow"/>. Immutable.</summary>
internal abstract class RowPlan<TRow>
{
    /// <summary>Lists the sources anew.</summary>
    public abstract IAsyncEnumerable<ISource<TRow>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Tells how much there is, without listing it; null when that can't be told.</summary>
    public virtual ValueTask<SequenceSize?> MeasureAsync(CancellationToken cancellationToken) => default;

    public RowPlan<TOutput> With<TOutput>(Func<StepContext, RowSink<TOutput>, RowSink<TRow>> makeSink) =>
        new StepPlan<TRow, TOutput>(this, makeSink);
}

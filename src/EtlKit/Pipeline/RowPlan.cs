namespace EtlKit;

/// <summary>What a builder has composed so far: sources whose rows, after all steps, have type <typeparamref name="TRow"/>. Immutable.</summary>
internal abstract class RowPlan<TRow>
{
    /// <summary>Lists the sources anew.</summary>
    public abstract IAsyncEnumerable<ISource<TRow>> ListAsync(CancellationToken cancellationToken);

    public RowPlan<TOutput> With<TOutput>(Func<StepContext, RowSink<TOutput>, RowSink<TRow>> makeSink) =>
        new StepPlan<TRow, TOutput>(this, makeSink);
}

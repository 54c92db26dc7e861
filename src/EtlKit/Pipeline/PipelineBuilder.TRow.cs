namespace EtlKit;

/// <summary>Composes a pipeline whose rows have, at this point, type <typeparamref name="TRow"/>.</summary>
/// <typeparam name="TRow">The type of the rows at this point.</typeparam>
/// <remarks>Every step returns a new builder and leaves the one on which it was called as it is. Not safe for concurrent use.</remarks>
public sealed partial class PipelineBuilder<TRow>
{
    private readonly PipelineBuilder _builder;
    private readonly RowPlan<TRow> _plan;

    internal PipelineBuilder(PipelineBuilder builder, RowPlan<TRow> plan)
    {
        _builder = builder;
        _plan = plan;
    }

    /// <summary>Loads the rows into a target.</summary>
    /// <param name="loader">Opens the target, once in every run.</param>
    /// <returns>The builder that makes the pipeline.</returns>
    public LoadedPipelineBuilder<TRow> Load(ILoader<TRow> loader)
    {
        ArgumentNullException.ThrowIfNull(loader);
        return new LoadedPipelineBuilder<TRow>(_builder, _plan, loader);
    }
}

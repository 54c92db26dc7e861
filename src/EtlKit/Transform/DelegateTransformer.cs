namespace EtlKit;

/// <summary>A transformer of a delegate.</summary>
internal sealed class DelegateTransformer<TInput, TOutput>(Func<TInput, RowContext, TransformResult<TOutput>> transform)
    : ITransformer<TInput, TOutput>
{
    public TransformResult<TOutput> Transform(TInput row, RowContext context) => transform(row, context);
}

using System.ComponentModel;

namespace EtlKit;

public sealed partial class PipelineBuilder<TRow>
{
    /// <summary>Transforms each row.</summary>
    /// <typeparam name="TOutput">The type of the rows from here on.</typeparam>
    /// <param name="transformer">Transforms a row. One instance serves all producers at once.</param>
    /// <returns>The builder for the steps that follow.</returns>
    public PipelineBuilder<TOutput> Transform<TOutput>(ITransformer<TRow, TOutput> transformer)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return With<TOutput>((step, next) => new TransformerSink<TRow, TOutput>(step, transformer, next));
    }

    /// <summary>Transforms each row, with a transformer of its own for each source, which may therefore keep state.</summary>
    /// <typeparam name="TOutput">The type of the rows from here on.</typeparam>
    /// <param name="makeTransformer">Makes the transformer of a source. An exception from it fails the source.</param>
    /// <returns>The builder for the steps that follow.</returns>
    public PipelineBuilder<TOutput> Transform<TOutput>(Func<ITransformer<TRow, TOutput>> makeTransformer)
    {
        ArgumentNullException.ThrowIfNull(makeTransformer);
        return With<TOutput>((step, next) => new TransformerSink<TRow, TOutput>(
            step, makeTransformer() ?? throw new InvalidOperationException("The function that makes transformers has returned null."), next));
    }

    /// <summary>Transforms each row. An exception rejects the row.</summary>
    /// <typeparam name="TOutput">The type of the rows from here on.</typeparam>
    /// <param name="transform">Transforms a row. Producers call it concurrently.</param>
    /// <returns>The builder for the steps that follow.</returns>
    public PipelineBuilder<TOutput> Transform<TOutput>(Func<TRow, TOutput> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return With<TOutput>((step, next) => new MapSink<TRow, TOutput>(step, transform, next));
    }

    /// <inheritdoc cref="Transform{TOutput}(Func{TRow, TOutput})"/>
    public PipelineBuilder<TOutput> Transform<TOutput>(Func<TRow, RowContext, TOutput> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return Transform(new DelegateTransformer<TRow, TOutput>((row, context) => TransformResult.Row(transform(row, context))));
    }

    /// <summary>Transforms, filters or rejects each row. An exception rejects the row.</summary>
    /// <typeparam name="TOutput">The type of the rows from here on.</typeparam>
    /// <param name="transform">Transforms a row. Producers call it concurrently.</param>
    /// <returns>The builder for the steps that follow.</returns>
    public PipelineBuilder<TOutput> Transform<TOutput>(Func<TRow, TransformResult<TOutput>> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return Transform(new DelegateTransformer<TRow, TOutput>((row, _) => transform(row)));
    }

    /// <inheritdoc cref="Transform{TOutput}(Func{TRow, TransformResult{TOutput}})"/>
    public PipelineBuilder<TOutput> Transform<TOutput>(Func<TRow, RowContext, TransformResult<TOutput>> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return Transform(new DelegateTransformer<TRow, TOutput>(transform));
    }

    /// <summary>Not for use: an asynchronous lambda would make rows of type <see cref="Task{TResult}"/>.</summary>
    /// <typeparam name="TOutput">The type of the rows from here on.</typeparam>
    /// <param name="transform">An asynchronous function.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("An asynchronous function goes to TransformAsync, which says how many rows may be under way at once.", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PipelineBuilder<TOutput> Transform<TOutput>(Func<TRow, Task<TOutput>> transform) =>
        throw new NotSupportedException("An asynchronous function goes to TransformAsync.");

    /// <inheritdoc cref="Transform{TOutput}(Func{TRow, Task{TOutput}})"/>
    [Obsolete("An asynchronous function goes to TransformAsync, which says how many rows may be under way at once.", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PipelineBuilder<TOutput> Transform<TOutput>(Func<TRow, RowContext, Task<TOutput>> transform) =>
        throw new NotSupportedException("An asynchronous function goes to TransformAsync.");

    /// <summary>Not for use: a function that gives nothing but rejections would make rows of them.</summary>
    /// <param name="transform">A function that rejects every row.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    [Obsolete("Name the type of the rows, as in Transform<Row>(…): without it, rejections would be loaded as rows.", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PipelineBuilder<Rejection> Transform(Func<TRow, Rejection> transform) =>
        throw new NotSupportedException("Name the type of the rows, as in Transform<Row>(…).");

    /// <summary>Keeps the rows for which a predicate is true; the others are counted as filtered. An exception rejects the row.</summary>
    /// <param name="predicate">Says whether to keep a row. Producers call it concurrently.</param>
    /// <returns>The builder for the steps that follow.</returns>
    public PipelineBuilder<TRow> Where(Func<TRow, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return With<TRow>((step, next) => new WhereSink<TRow>(step, predicate, next));
    }

    /// <summary>Makes any number of rows of each row, at most <see cref="PipelineOptions.MaxExpansion"/>. None counts as filtered.</summary>
    /// <typeparam name="TOutput">The type of the rows from here on.</typeparam>
    /// <param name="transform">Makes rows of a row. An exception, even after some rows, rejects the row as a whole. Producers call it concurrently.</param>
    /// <returns>The builder for the steps that follow.</returns>
    public PipelineBuilder<TOutput> TransformMany<TOutput>(Func<TRow, IEnumerable<TOutput>> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return With<TOutput>((step, next) => new TransformManySink<TRow, TOutput>(step, (row, _) => transform(row), next));
    }

    /// <inheritdoc cref="TransformMany{TOutput}(Func{TRow, IEnumerable{TOutput}})"/>
    public PipelineBuilder<TOutput> TransformMany<TOutput>(Func<TRow, RowContext, IEnumerable<TOutput>> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return With<TOutput>((step, next) => new TransformManySink<TRow, TOutput>(step, transform, next));
    }

    /// <summary>Transforms each row with a function that waits for something. The rows of a source keep their order. An exception rejects the row.</summary>
    /// <typeparam name="TOutput">The type of the rows from here on.</typeparam>
    /// <param name="transform">Transforms a row; its token is cancelled when the run is to stop.</param>
    /// <param name="maxConcurrency">How many rows of one source may be under way at once; with several producers, each has as many. At least 1.</param>
    /// <returns>The builder for the steps that follow.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxConcurrency"/> is less than 1.</exception>
    public PipelineBuilder<TOutput> TransformAsync<TOutput>(Func<TRow, CancellationToken, ValueTask<TOutput>> transform, int maxConcurrency)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return TransformAsync<TOutput>(
            (row, _, cancellationToken) =>
            {
                var output = transform(row, cancellationToken);
                return output.IsCompletedSuccessfully ? new(TransformResult.Row(output.Result)) : WaitAsync(output);
            },
            maxConcurrency);

        static async ValueTask<TransformResult<TOutput>> WaitAsync(ValueTask<TOutput> output) =>
            TransformResult.Row(await output.ConfigureAwait(false));
    }

    /// <inheritdoc cref="TransformAsync{TOutput}(Func{TRow, CancellationToken, ValueTask{TOutput}}, int)"/>
    public PipelineBuilder<TOutput> TransformAsync<TOutput>(
        Func<TRow, CancellationToken, ValueTask<TransformResult<TOutput>>> transform, int maxConcurrency)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return TransformAsync<TOutput>((row, _, cancellationToken) => transform(row, cancellationToken), maxConcurrency);
    }

    /// <inheritdoc cref="TransformAsync{TOutput}(Func{TRow, CancellationToken, ValueTask{TOutput}}, int)"/>
    public PipelineBuilder<TOutput> TransformAsync<TOutput>(
        Func<TRow, RowContext, CancellationToken, ValueTask<TransformResult<TOutput>>> transform, int maxConcurrency)
    {
        ArgumentNullException.ThrowIfNull(transform);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrency, 1);
        return With<TOutput>((step, next) => new AsyncTransformSink<TRow, TOutput>(step, transform, maxConcurrency, next));
    }

    private PipelineBuilder<TOutput> With<TOutput>(Func<StepContext, RowSink<TOutput>, RowSink<TRow>> makeSink) =>
        new(_builder, _plan.With(makeSink));
}

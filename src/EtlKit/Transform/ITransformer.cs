namespace EtlKit;

/// <summary>Makes a row of another, or filters or rejects it.</summary>
/// <typeparam name="TInput">The type of the rows that come in.</typeparam>
/// <typeparam name="TOutput">The type of the rows that go out.</typeparam>
/// <remarks>
/// One instance serves all producers at once, so it must be safe for concurrent calls; best is that it keeps no state at all.
/// An exception rejects that row, except an <see cref="OperationCanceledException"/>, which fails the source. Rejecting through
/// <see cref="TransformResult.Reject(string)"/> is far cheaper than throwing.
/// </remarks>
public interface ITransformer<in TInput, TOutput>
{
    /// <summary>Transforms a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="context">Where the row comes from.</param>
    /// <returns>A row, <see cref="TransformResult.Filter"/>, or a rejection.</returns>
    TransformResult<TOutput> Transform(TInput row, RowContext context);
}

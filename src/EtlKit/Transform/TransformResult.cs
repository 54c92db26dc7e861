namespace EtlKit;

/// <summary>Makes results for transformers; each converts implicitly to the <see cref="TransformResult{TRow}"/> that the transformer returns.</summary>
public static class TransformResult
{
    /// <summary>Gets the result that drops the row on purpose. It is counted as filtered.</summary>
    public static Filtered Filter => default;

    /// <summary>Makes the result that rejects the row.</summary>
    /// <param name="reason">
    /// Why, in words that are the same for all rows with this fault: rejects are counted by reason. Leave the row's values out of it.
    /// </param>
    /// <returns>The rejection.</returns>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public static Rejection Reject(string reason) => new(reason);

    /// <summary>Makes the result that passes a row on. It is needed only where <typeparamref name="TRow"/> is an interface, which has no implicit conversion.</summary>
    /// <typeparam name="TRow">The type of the row.</typeparam>
    /// <param name="row">The row.</param>
    /// <returns>The result.</returns>
    public static TransformResult<TRow> Row<TRow>(TRow row) => new(row);
}

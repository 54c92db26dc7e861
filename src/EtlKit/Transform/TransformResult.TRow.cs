namespace EtlKit;

/// <summary>What a transformer made of a row: another row, nothing on purpose, or a rejection.</summary>
/// <typeparam name="TRow">The type of the rows that go out.</typeparam>
/// <remarks>
/// Return a row, <see cref="TransformResult.Filter"/> or <see cref="TransformResult.Reject(string)"/>: each converts to this type. The
/// default value is a row with the default of <typeparamref name="TRow"/>.
/// </remarks>
public readonly struct TransformResult<TRow>
{
    private static readonly object FilteredMark = new();

    // Null: a row. FilteredMark: filtered. Otherwise the rejection. One reference keeps the result small, since it is copied for every row.
    private readonly object? _refusal;
    private readonly TRow _row;

    internal TransformResult(TRow row)
    {
        _row = row;
        _refusal = null;
    }

    private TransformResult(object refusal)
    {
        _row = default!;
        _refusal = refusal;
    }

    /// <summary>Gets whether there is a row.</summary>
    public bool HasRow => _refusal is null;

    /// <summary>Gets whether the row was dropped on purpose.</summary>
    public bool IsFiltered => ReferenceEquals(_refusal, FilteredMark);

    /// <summary>Gets why the row was rejected.</summary>
    /// <value><see langword="null"/> when it was not.</value>
    public Rejection? Rejection => _refusal as Rejection;

    /// <summary>Gets the row.</summary>
    /// <exception cref="InvalidOperationException">The row was filtered or rejected.</exception>
    public TRow Row => _refusal is null
        ? _row
        : throw new InvalidOperationException("The row was filtered or rejected, so there is none: look at HasRow before reading Row.");

    /// <summary>Passes a row on.</summary>
    /// <param name="row">The row.</param>
    public static implicit operator TransformResult<TRow>(TRow row) => new(row);

    /// <summary>Drops the row on purpose.</summary>
    /// <param name="filtered"><see cref="TransformResult.Filter"/>.</param>
    public static implicit operator TransformResult<TRow>(Filtered filtered) => new(FilteredMark);

    /// <summary>Rejects the row.</summary>
    /// <param name="rejection">Why.</param>
    public static implicit operator TransformResult<TRow>(Rejection rejection)
    {
        ArgumentNullException.ThrowIfNull(rejection);
        return new TransformResult<TRow>((object)rejection);
    }
}

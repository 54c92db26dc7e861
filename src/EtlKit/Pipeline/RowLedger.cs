namespace EtlKit;

/// <summary>
/// What became of every row of a run. It balances: <c>Extracted + Expanded = Loaded + Unchanged + Ignored + Filtered + Rejected + Unfinished</c>,
/// and <see cref="Unfinished"/> is 0 unless the run was cancelled or has failed.
/// </summary>
public sealed record RowLedger
{
    /// <summary>Gets how many rows the extractors gave, rejected ones included.</summary>
    public long Extracted { get; init; }

    /// <summary>Gets how many rows more <c>TransformMany</c> made than it was given: a row that becomes three adds two.</summary>
    public long Expanded { get; init; }

    /// <summary>Gets how many rows were inserted or have changed a row of the target.</summary>
    public long Loaded { get; init; }

    /// <summary>Gets how many rows were already in the target with the same values.</summary>
    public long Unchanged { get; init; }

    /// <summary>Gets how many rows the target was told to ignore.</summary>
    public long Ignored { get; init; }

    /// <summary>Gets how many rows a transformer dropped on purpose.</summary>
    public long Filtered { get; init; }

    /// <summary>Gets how many rows extract, transform or load refused.</summary>
    public long Rejected { get; init; }

    /// <summary>Gets how many rows were under way when the run ended.</summary>
    /// <value>0 when the run succeeded.</value>
    public long Unfinished { get; init; }

    internal long Decided => Loaded + Unchanged + Ignored + Filtered + Rejected;
}

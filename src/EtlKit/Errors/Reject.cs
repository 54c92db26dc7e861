namespace EtlKit;

/// <summary>A row that extract, transform or load refused, with where it stands and why. Immutable.</summary>
/// <param name="Source">The name of its source. See <see cref="IExtractor{TRow}.Name"/>.</param>
/// <param name="RowNumber">Its 1-based number among the rows of the source.</param>
/// <param name="LineNumber">The 1-based number of the line on which it begins; 0 when the source has no lines.</param>
/// <param name="Stage">The stage that refused it.</param>
/// <param name="Reason">Why.</param>
/// <param name="RawText">The row as it stands in the source; <see langword="null"/> when it isn't known.</param>
public sealed record Reject(string Source, long RowNumber, long LineNumber, RejectStage Stage, string Reason, string? RawText = null)
{
    /// <summary>Gets the row as JSON.</summary>
    /// <value>Only for a row that the loader refused, and only when <c>WriteRejectsTo</c> was given the means; otherwise <see langword="null"/>.</value>
    public string? Row { get; init; }
}

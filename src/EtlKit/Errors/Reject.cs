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
    /// <summary>Gets the code by which those who refused the row know the fault, such as SQLite's extended error code.</summary>
    /// <value><see langword="null"/> (the default) when there is none.</value>
    public string? Code { get; init; }

    /// <summary>Gets which of the rows that <c>TransformMany</c> made of the source's row was rejected: a 0-based index for each such step, as in <c>2/0</c>.</summary>
    /// <value><see langword="null"/> (the default) for a row that was not expanded before it was rejected.</value>
    public string? Branch { get; init; }

    /// <summary>Gets the row as JSON.</summary>
    /// <value>
    /// Only for a row that the loader refused, and only when the means were given to <c>WriteRejectsTo</c> or <c>WriteRejectsToTarget</c>; otherwise
    /// <see langword="null"/>.
    /// </value>
    public string? Row { get; init; }

    /// <summary>The dead letter that was replayed and is rejected again; null in any other run.</summary>
    internal long? LetterId { get; init; }
}

namespace EtlKit;

/// <summary>
/// Implemented by an enumerator of rows that can give the raw text of the row on which it stands, so that a row that a transformer rejects is
/// reported with the text from which it was read.
/// </summary>
/// <remarks>
/// The pipeline asks between one call of <c>MoveNextAsync</c> and the next, and never concurrently with it: for a row that is rejected, and for every row of a
/// pipeline with an asynchronous step, where a rejection may come after the enumerator has moved on.
/// </remarks>
public interface IRawTextSource
{
    /// <summary>Gets the row on which the enumerator stands as it is written in the source.</summary>
    /// <value><see langword="null"/> when it isn't known.</value>
    string? RawText { get; }
}

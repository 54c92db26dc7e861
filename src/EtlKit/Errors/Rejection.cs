namespace EtlKit;

/// <summary>Why an extractor or a transformer refuses a row. Immutable.</summary>
public sealed class Rejection
{
    /// <summary>Creates a rejection.</summary>
    /// <param name="reason">
    /// Why, in words that are the same for all rows with this fault: rejects are counted by reason. Leave the row's values out of it.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public Rejection(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        Reason = reason;
    }

    /// <summary>Gets why the row was refused.</summary>
    public string Reason { get; }

    /// <summary>Gets the code by which the fault is known, such as an SQLSTATE.</summary>
    /// <value><see langword="null"/> (the default) when there is none.</value>
    public string? Code { get; init; }

    /// <summary>Gets the row as it stands in the source.</summary>
    /// <value><see langword="null"/> (the default) when it isn't known.</value>
    public string? RawText { get; init; }

    /// <summary>Gets the exception that led to the rejection.</summary>
    /// <value><see langword="null"/> (the default) when there was none.</value>
    public Exception? Exception { get; init; }
}

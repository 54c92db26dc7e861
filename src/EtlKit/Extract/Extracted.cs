namespace EtlKit;

/// <summary>What an <see cref="IResumableExtractor{TRow}"/> read: a row or a rejection, and the position after it.</summary>
/// <typeparam name="TRow">The type of the rows.</typeparam>
public readonly struct Extracted<TRow>
{
    private readonly TRow _row;

    /// <summary>Creates the result of reading a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="position">The position after the row.</param>
    /// <param name="lineNumber">The 1-based number of the line on which the row begins; 0 when the source has no lines.</param>
    public Extracted(TRow row, SourcePosition position, long lineNumber)
    {
        _row = row;
        Position = position;
        LineNumber = lineNumber;
    }

    /// <summary>Creates the result of reading a row of a source without lines.</summary>
    /// <param name="row">The row.</param>
    /// <param name="position">The position after the row.</param>
    public Extracted(TRow row, SourcePosition position)
        : this(row, position, 0)
    {
    }

    /// <summary>Creates the result of reading something that is not a row, in a source without lines.</summary>
    /// <param name="rejection">Why it is not.</param>
    /// <param name="position">The position after it.</param>
    public Extracted(Rejection rejection, SourcePosition position)
        : this(rejection, position, 0)
    {
    }

    /// <summary>Creates the result of reading something that is not a row.</summary>
    /// <param name="rejection">Why it is not.</param>
    /// <param name="position">The position after it.</param>
    /// <param name="lineNumber">The 1-based number of the line on which it begins; 0 when the source has no lines.</param>
    public Extracted(Rejection rejection, SourcePosition position, long lineNumber)
    {
        ArgumentNullException.ThrowIfNull(rejection);
        _row = default!;
        Rejection = rejection;
        Position = position;
        LineNumber = lineNumber;
    }

    /// <summary>Gets the row.</summary>
    /// <exception cref="InvalidOperationException">There is a <see cref="Rejection"/> instead.</exception>
    public TRow Row => Rejection is null
        ? _row
        : throw new InvalidOperationException("There is no row here but a rejection: look at Rejection before reading Row.");

    /// <summary>Gets why there is no row.</summary>
    /// <value><see langword="null"/> when there is one.</value>
    public Rejection? Rejection { get; }

    /// <summary>Gets the position after the row or the rejection.</summary>
    public SourcePosition Position { get; }

    /// <summary>Gets the 1-based number of the line on which the row or the rejected record begins.</summary>
    /// <value>0 when the source has no lines.</value>
    public long LineNumber { get; }
}

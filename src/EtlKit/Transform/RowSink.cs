namespace EtlKit;

/// <summary>
/// Takes the rows of one source, one after the other. The steps of a pipeline are chained as sinks, so that a row goes through all of
/// them in plain calls, without a queue or an allocation between them.
/// </summary>
/// <remarks>A sink is made for one source and used by one producer only.</remarks>
internal abstract class RowSink<TRow>
{
    /// <summary>Where what is given to this sink ends up without anything waiting in between.</summary>
    public abstract ISinkBoundary Boundary { get; }

    public abstract void Accept(TRow row, in RowContext context);
}

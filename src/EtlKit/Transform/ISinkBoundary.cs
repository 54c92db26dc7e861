namespace EtlKit;

/// <summary>
/// The end of a chain of sinks that call each other directly: the chunk that is being filled, or an asynchronous step. All that
/// happens to a row reaches it in the order of the source.
/// </summary>
/// <remarks>Used by one producer only. Of its methods, the ones that return tasks may wait; the others never do.</remarks>
internal interface ISinkBoundary : IAsyncDisposable
{
    /// <summary>The boundary must be settled before the next row of the source is given.</summary>
    bool IsFull { get; }

    /// <summary>The oldest work that is under way; null when there is none.</summary>
    Task? InFlight { get; }

    /// <summary>The number of the row of <see cref="InFlight"/>, or of an older one behind a later step; 0 when there is none.</summary>
    long RowInFlight { get; }

    void Reject(in RowContext context, RejectStage stage, Rejection rejection);

    void Filter(in RowContext context);

    /// <summary>Waits until there is room for the next row.</summary>
    ValueTask SettleAsync();

    /// <summary>Passes on what is ready, without waiting for work that is under way.</summary>
    ValueTask FlushAsync();

    /// <summary>Waits for all that is under way and passes it on.</summary>
    ValueTask DrainAsync();

    /// <summary>As <see cref="DrainAsync"/>, and says that the source has ended.</summary>
    ValueTask CompleteAsync(SourcePosition end);
}

namespace EtlKit;

/// <summary>What a producer is doing. See <see cref="ProducerSnapshot"/>.</summary>
public enum ProducerState
{
    /// <summary>The producer has not begun: the target is being opened.</summary>
    NotStarted,

    /// <summary>It waits for its next source: for the listing of the sources, or for another producer that has asked it.</summary>
    Listing,

    /// <summary>It compares its source with the checkpoint of an earlier run, which takes the source's fingerprint.</summary>
    CheckingCheckpoint,

    /// <summary>It opens its source.</summary>
    Opening,

    /// <summary>It reads over rows that an earlier run has loaded.</summary>
    Skipping,

    /// <summary>It asks its source for the next row, on its own thread; a source that blocks stays here.</summary>
    Reading,

    /// <summary>Its source has said that the next row will come later.</summary>
    WaitingForSource,

    /// <summary>A row is in the steps, on the producer's own thread; a step that blocks stays here.</summary>
    Transforming,

    /// <summary>It waits for a row that is under way in an asynchronous step.</summary>
    WaitingForStep,

    /// <summary>It waits for room in the channel, that is for the writer.</summary>
    WaitingForChannel,

    /// <summary>It closes its source.</summary>
    Closing,

    /// <summary>There was no further source for it, or the run is being ended.</summary>
    Ended,
}

namespace EtlKit;

/// <summary>What the writer is doing, or what is done with the target before and after it has batches. See <see cref="WriterSnapshot"/>.</summary>
public enum WriterState
{
    /// <summary>The run has just begun; or the writer is to begin, and no thread of the pool has been free for it yet.</summary>
    NotStarted,

    /// <summary>The loader opens its target.</summary>
    Opening,

    /// <summary>The run lock is taken, renewed or released in the target.</summary>
    Locking,

    /// <summary>The loader reads the checkpoints of earlier runs.</summary>
    ReadingCheckpoints,

    /// <summary>There is no row for the writer.</summary>
    WaitingForRows,

    /// <summary>There are rows in the batch, and it is not due yet.</summary>
    Gathering,

    /// <summary>The loader loads a batch.</summary>
    Loading,

    /// <summary>A call of the loader has failed with a transient error, and the delay before it is made again passes.</summary>
    Retrying,

    /// <summary>The loader does something else; <see cref="WriterSnapshot.Call"/> says what.</summary>
    CallingLoader,

    /// <summary>Progress is reported to the receiver that was given to <c>RunAsync</c>, which has not returned.</summary>
    ReportingProgress,

    /// <summary>Every row is loaded, and the listing of the sources is ended.</summary>
    EndingListing,

    /// <summary>The reject file is opened, synced or closed.</summary>
    WritingRejectFile,

    /// <summary>The loader completes its session.</summary>
    Completing,

    /// <summary>The loader closes its session.</summary>
    Closing,

    /// <summary>Nothing is left to do.</summary>
    Ended,
}

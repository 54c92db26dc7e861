namespace EtlKit;

/// <summary>How far a run came with a source.</summary>
public enum SourceStatus
{
    /// <summary>The source was begun but not read to its end: the run was cancelled or has failed elsewhere.</summary>
    Unfinished,

    /// <summary>The source was read to its end.</summary>
    Completed,

    /// <summary>The source was not read: its checkpoint says that it is finished, and it has not changed since.</summary>
    Skipped,

    /// <summary>The source has failed: it could not be opened or read, or a transformer threw an <see cref="OperationCanceledException"/> of its own.</summary>
    Failed,
}

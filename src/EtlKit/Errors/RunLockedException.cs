namespace EtlKit;

/// <summary>A run can't begin, because another run of the pipeline is loading into the same target.</summary>
public sealed class RunLockedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Who holds the lock since when, and what to do.</param>
    /// <param name="runLock">The lock.</param>
    /// <param name="innerException">What kept the run from taking over a lock that has lapsed; <see langword="null"/> when the lock holds.</param>
    public RunLockedException(string message, RunLock runLock, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(runLock);
        Lock = runLock;
    }

    /// <summary>Gets the lock that the other run holds.</summary>
    public RunLock Lock { get; }
}

namespace EtlKit;

/// <summary>A run can't commit any more, because another run has taken over its lock. What it had not committed is not loaded.</summary>
public sealed class RunLockLostException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Who has taken it over, and how that can come about.</param>
    public RunLockLostException(string message)
        : base(message)
    {
    }
}

namespace EtlKit;

/// <summary>Rows are missing or counted twice: what went in and what came out don't balance.</summary>
public sealed class LedgerException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was counted.</param>
    public LedgerException(string message)
        : base(message)
    {
    }
}

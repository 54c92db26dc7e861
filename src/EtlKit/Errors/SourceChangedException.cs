namespace EtlKit;

/// <summary>A source has a checkpoint, but is no longer what was read then, and must not be read again. See <see cref="ChangedSourcePolicy"/>.</summary>
public sealed class SourceChangedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What has changed, and what to do.</param>
    public SourceChangedException(string message)
        : base(message)
    {
    }
}

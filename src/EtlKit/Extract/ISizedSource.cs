namespace EtlKit;

/// <summary>Implemented by an enumerator of rows that knows how many bytes its source has and how many of them it has read, for progress and metrics.</summary>
/// <remarks>
/// Both are asked for from other threads, while the enumerator works and until it has been disposed: they must be cheap, safe for that, and must not throw. Bytes are
/// those of the source as it is stored: of a compressed file, the compressed ones.
/// </remarks>
public interface ISizedSource
{
    /// <summary>Gets how many bytes lie before the place up to which the source is read; reading ahead counts.</summary>
    /// <value>Where an enumerator starts in the middle of its source, what lies before counts too.</value>
    long BytesRead { get; }

    /// <summary>Gets how many bytes the source has.</summary>
    /// <value><see langword="null"/> when it isn't known, or not yet.</value>
    long? Length { get; }
}

namespace EtlKit.Csv;

/// <summary>Opens the bytes of a CSV source, anew for every run.</summary>
internal interface ICsvSource
{
    /// <summary>Gets the name of the source, as the extractor has it.</summary>
    string Name { get; }

    /// <summary>Gets whether reading may have to wait for something slower than a disk, so that it is worth the price of asynchronous reads.</summary>
    bool ReadsAsynchronously { get; }

    ValueTask<Stream> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Takes the fingerprint of the source; null when it can't tell, or is no longer the one in which the position was recorded.</summary>
    SourceFingerprint? TakeFingerprint(SourcePosition position);
}

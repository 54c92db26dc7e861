namespace EtlKit;

/// <summary>A source together with the steps that its rows go through.</summary>
internal interface ISource<TRow>
{
    string Name { get; }

    /// <summary>Takes the fingerprint of the source. See <see cref="IResumableExtractor{TRow}.GetFingerprintAsync"/>.</summary>
    ValueTask<SourceFingerprint?> GetFingerprintAsync(SourcePosition position, CancellationToken cancellationToken);

    /// <summary>Reads the source from where the run begins with it to its end, or until the run is to stop.</summary>
    /// <exception cref="OperationCanceledException">The run is to stop.</exception>
    /// <exception cref="Exception">The source has failed.</exception>
    Task RunAsync(StepContext step, RowSink<TRow> sink);

    /// <summary>Reads dead letters of the source from their raw text.</summary>
    /// <exception cref="OperationCanceledException">The run is to stop.</exception>
    /// <exception cref="Exception">The source, or the store of the letters, has failed.</exception>
    Task ReplayAsync(Func<CancellationToken, IAsyncEnumerable<DeadLetter>> open, StepContext step, RowSink<TRow> sink);
}

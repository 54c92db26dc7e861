namespace EtlKit;

/// <summary>What a loader promises, so that <see cref="Pipeline.Guarantee"/> can be known before the pipeline runs.</summary>
[Flags]
public enum LoaderCapabilities
{
    /// <summary>Nothing beyond the contract of every loader.</summary>
    None = 0,

    /// <summary>Its sessions are <see cref="ITransactionalLoadSession{TRow}"/>: rows and checkpoints are committed together.</summary>
    Transactional = 1,

    /// <summary>Loading the same rows a second time leaves the target as it was after the first, as an upsert does.</summary>
    Idempotent = 2,
}

namespace EtlKit;

/// <summary>What an error of a loader means for the run.</summary>
public enum ErrorKind
{
    /// <summary>Nothing the same call could mend by being made again: disk full, schema differs, a bug. The run fails.</summary>
    Fatal,

    /// <summary>The same call may succeed later: busy, locked, connection lost. It is made again, with a growing delay, until <see cref="PipelineOptions.RetryTimeout"/> has passed.</summary>
    Transient,

    /// <summary>
    /// A row of the batch is refused by the target: a constraint, a type, a length. A transactional session is narrowed down to the rows that are bad,
    /// and these are rejected; with any other the run fails, and the batch is not loaded.
    /// </summary>
    Data,
}

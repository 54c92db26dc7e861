namespace EtlKit;

/// <summary>What happens to a source that has a checkpoint but is no longer what was read then. One that has only grown is not changed: it is read on.</summary>
public enum ChangedSourcePolicy
{
    /// <summary>As <see cref="Restart"/> when the loader is idempotent, otherwise as <see cref="Fail"/>.</summary>
    Auto = 0,

    /// <summary>The source is read again from its start.</summary>
    Restart = 1,

    /// <summary>The source fails, and nothing of it is loaded.</summary>
    Fail = 2,
}

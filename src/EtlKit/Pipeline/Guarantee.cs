namespace EtlKit;

/// <summary>What a pipeline guarantees when a run is killed at any moment and started again.</summary>
public enum Guarantee
{
    /// <summary>Rows of the killed run may be loaded twice.</summary>
    BestEffort = 0,

    /// <summary>Rows of the killed run are loaded again, which an idempotent loader makes harmless.</summary>
    AtLeastOnce = 1,

    /// <summary>The target becomes what it would be had the run not been killed: rows and checkpoints are committed together.</summary>
    ExactlyOnce = 2,
}

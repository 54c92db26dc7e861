namespace EtlKit.Quartz;

/// <summary>What happens to fires that were due while the schedule was paused, the scheduler had no thread for them or, with a persistent store, no process was there.</summary>
public enum ScheduleMisfire
{
    /// <summary>The pipeline is run once, at once, however many were missed.</summary>
    RunOnce,

    /// <summary>They are skipped; that is logged and counted. The next fire is the next one that is due.</summary>
    Skip,
}

namespace EtlKit.Quartz;

/// <summary>What happens to a fire while a run of its pipeline is under way, whoever has started that run.</summary>
public enum ScheduleOverlap
{
    /// <summary>It is skipped; that is logged and counted.</summary>
    Skip,

    /// <summary>It waits, and runs right after. One fire waits at most; those after it are skipped.</summary>
    Queue,
}

namespace EtlKit.Quartz;

/// <summary>Why a fire ran nothing.</summary>
public enum SkipReason
{
    /// <summary>A run of the pipeline was under way in this process, or a fire waited already.</summary>
    Busy,

    /// <summary>A run of another process held the run lock.</summary>
    Locked,

    /// <summary>It was missed, and those after it until now, and <see cref="ScheduleMisfire.Skip"/> says that missed fires are skipped.</summary>
    Missed,

    /// <summary>The application was stopping.</summary>
    Stopping,
}

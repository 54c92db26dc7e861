namespace EtlKit.Quartz;

/// <summary>The names under which Quartz knows the schedules. They are stored, so they never change.</summary>
internal static class QuartzNames
{
    /// <summary>The scheduler: one of its own beside those of the application.</summary>
    public const string Scheduler = "EtlKit";

    /// <summary>The group of jobs and triggers; their names are those of the pipelines.</summary>
    public const string Group = "EtlKit";

    /// <summary>The section under <c>EtlKit</c> that Quartz itself reads.</summary>
    public const string Section = "Quartz";
}

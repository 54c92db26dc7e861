namespace EtlKit.Worker.Tests;

/// <summary>Small batches, each of which is logged: a run of many rows can't end before a test has seen it at work.</summary>
internal static class Slow
{
    /// <summary>The id of the event that tells of a batch.</summary>
    public const int BatchLoaded = 5001;

    public static (string, string)[] Variables { get; } =
    [
        ("EtlKit__Pipelines__events__BatchSize", "10"), ("EtlKit__Pipelines__events__ChannelCapacity", "20"), ("Logging__LogLevel__EtlKit", "Debug"),
    ];
}

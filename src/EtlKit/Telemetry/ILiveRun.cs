namespace EtlKit;

/// <summary>What observable instruments see of a run that is under way. Safe to read from any thread.</summary>
internal interface ILiveRun
{
    /// <summary>How many rows and rejects wait in its channel.</summary>
    long ChannelRows { get; }

    /// <summary>How many rows its channel holds at most.</summary>
    long ChannelCapacity { get; }
}

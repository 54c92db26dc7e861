namespace EtlKit;

/// <summary>What was seen when a run was looked at. Times are timestamps.</summary>
/// <param name="At">When that was.</param>
/// <param name="ProgressAt">When progress was last seen.</param>
/// <param name="Producers">What each producer was doing.</param>
/// <param name="Since">How long each had been seen to do that.</param>
internal sealed record RunSample(long At, long ProgressAt, ProducerLook[] Producers, long[] Since);

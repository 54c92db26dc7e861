namespace EtlKit;

/// <summary>What became of a dead letter that was replayed. Immutable.</summary>
/// <param name="Id">The <see cref="DeadLetter.Id"/>.</param>
/// <param name="Reject">Why it is still bad; <see langword="null"/> when it is replayed: decided like any other row, and never to be replayed again.</param>
public sealed record ReplayedReject(long Id, Reject? Reject);

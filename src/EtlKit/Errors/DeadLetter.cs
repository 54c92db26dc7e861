namespace EtlKit;

/// <summary>A reject that is stored, so that it can be replayed. Immutable.</summary>
/// <param name="Id">What the store knows it by.</param>
/// <param name="Reject">The reject.</param>
public sealed record DeadLetter(long Id, Reject Reject);

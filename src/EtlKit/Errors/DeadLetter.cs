namespace EtlKit;

/// <summary>A reject that is stored, so that it can be replayed. Immutable.</summary>
/// <param name="Id">What the store knows it by.</param>
/// <param name="Reject">The reject.</param>
public sealed record DeadLetter(long Id, Reject Reject)
{
    /// <summary>Whether it is a row that the loader refused and that can be read from its JSON: it has all steps behind it.</summary>
    internal bool IsRow => Reject is { Stage: RejectStage.Load, Row: not null };
}

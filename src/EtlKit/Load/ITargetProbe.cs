namespace EtlKit;

/// <summary>Implemented by a loader that can say whether its target can be reached, without loading anything. <see cref="Pipeline.ProbeTargetAsync"/> asks it.</summary>
/// <remarks>It is asked at any time, also while a run goes on: it must not use the connection of a session, take a lock that would keep one waiting, or create or change anything.</remarks>
public interface ITargetProbe
{
    /// <summary>Looks whether the target can be reached.</summary>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    /// <returns>A task that ends when the target was reached.</returns>
    /// <remarks>It throws when the target can't be reached; the message says why and holds no secret. A target that is only busy is reached.</remarks>
    ValueTask ProbeAsync(CancellationToken cancellationToken);
}

namespace EtlKit.Quartz;

/// <summary>One fire of a schedule. Immutable.</summary>
/// <param name="DueAt">When it was due.</param>
/// <param name="NextFireAt">When the schedule fires next.</param>
/// <param name="IsOnDemand">Whether somebody asked for it.</param>
internal sealed record Fire(DateTimeOffset DueAt, DateTimeOffset? NextFireAt, bool IsOnDemand);

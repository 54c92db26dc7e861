namespace EtlKit;

/// <summary>The type of <see cref="TransformResult.Filter"/>: a row dropped on purpose.</summary>
public readonly struct Filtered;

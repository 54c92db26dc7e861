namespace EtlKit;

/// <summary>A dead letter, and what was read from it.</summary>
internal readonly record struct ParsedLetter<TRow>(DeadLetter Letter, TransformResult<TRow> Result);

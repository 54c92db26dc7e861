namespace EtlKit;

/// <summary>How far a source is decided: see <see cref="SourceCheckpoint"/>, which adds what is needed to save it.</summary>
internal readonly record struct SourceProgress(SourcePosition Position, int Outcomes, bool IsFinished);

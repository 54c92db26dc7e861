namespace EtlKit;

/// <summary>How far a source is decided: see <see cref="SourceCheckpoint"/>, which adds what is needed to save it.</summary>
internal readonly record struct SourceProgress(SourcePosition Position, int Outcomes, bool IsFinished)
{
    /// <summary>How many rows have outcomes that are decided; of the last one, some may be missing.</summary>
    public long RowsBegun => Position.Rows + (Outcomes > 0 ? 1 : 0);
}

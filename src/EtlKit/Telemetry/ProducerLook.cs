namespace EtlKit;

/// <summary>What a producer was seen to do. Two looks that are equal saw the same row in the same state.</summary>
/// <param name="Source">The source that it has; null when it has none.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Since">The timestamp of when it began to, not counting states that are entered without looking at the clock.</param>
/// <param name="RowNumber">See <see cref="ProducerSnapshot.RowNumber"/>.</param>
/// <param name="RowsUnderWay">How many rows of the source are under way in asynchronous steps.</param>
/// <param name="OldestRowUnderWay">See <see cref="ProducerSnapshot.OldestRowUnderWay"/>.</param>
internal readonly record struct ProducerLook(
    SourceRun? Source, ProducerState State, long Since, long RowNumber, int RowsUnderWay, long OldestRowUnderWay)
{
    /// <summary>Whether rows go by in the state, so that its beginning says little about the row.</summary>
    public bool RowsGoBy => State is ProducerState.Skipping or ProducerState.Reading or ProducerState.Transforming;
}

namespace EtlKit;

/// <summary>
/// Keeps count of what became of the rows of one source, so that a checkpoint can say where to go on; and leaves out, in a resumed run, what was committed
/// before. Used by the source's producer only.
/// </summary>
/// <remarks>
/// A row can have many outcomes, and a chunk may end between two of them. So a checkpoint never says that a row is done: it says how many outcomes of the last
/// row are, and that row is transformed again. Transformers must therefore make the same outcomes of the same row.
/// </remarks>
internal sealed class OutcomeTracker(SourceRun source)
{
    private readonly long _resumedRow = source.Start.Position.Rows + 1;
    private SourcePosition _before = source.Start.Position;
    private long _row;
    private int _outcomes;

    /// <summary>The place after the outcomes that were noted.</summary>
    public SourceProgress Progress => new(_before, _outcomes, IsFinished: false);

    /// <summary>Notes an outcome of a row.</summary>
    /// <returns>False when the outcome was committed by an earlier run, and must be left out.</returns>
    public bool Note(long rowNumber)
    {
        if (rowNumber != _row)
        {
            _row = rowNumber;
            _outcomes = 0;
            _before = source.Before;
        }

        _outcomes++;
        if (rowNumber != _resumedRow || _outcomes > source.Start.Outcomes)
        {
            return true;
        }

        source.LeaveOut(isFirstOutcome: _outcomes == 1);
        return false;
    }
}

namespace EtlKit;

/// <summary>The last sink of dead letters: hands on all that becomes of a letter at once, so that it is committed together with the letter's mark.</summary>
internal sealed class ReplaySink<TRow>(SourceRun source, ChunkSink<TRow> chunks) : RowSink<TRow>, ISinkBoundary
{
    private readonly List<Outcome> _outcomes = [];
    private DeadLetter? _letter;

    public override ISinkBoundary Boundary => this;

    public bool IsFull => chunks.IsFull;

    public Task? InFlight => null;

    public override void Accept(TRow row, in RowContext context) => Note(new(TransformResult.Row(row), context));

    public void Reject(in RowContext context, RejectStage stage, Rejection rejection) => Note(new(rejection, context, stage));

    public void Filter(in RowContext context) => Note(new(TransformResult.Filter, context));

    public ValueTask SettleAsync() => chunks.SettleAsync();

    // The letter that goes through the steps stays here: more may become of it.
    public ValueTask FlushAsync() => chunks.FlushAsync();

    public ValueTask DrainAsync() => chunks.FlushAsync();

    public ValueTask CompleteAsync(SourcePosition end)
    {
        HandOn();
        return chunks.FlushAsync();
    }

    public ValueTask DisposeAsync() => default;

    private void Note(Outcome outcome)
    {
        if (source.Letter != _letter)
        {
            HandOn();
            _letter = source.Letter;
        }

        _outcomes.Add(outcome with { Trace = source.Trace() });
    }

    private void HandOn()
    {
        if (_letter is null)
        {
            return;
        }

        chunks.BeginLetter(_letter, _outcomes.Count);
        foreach (var outcome in _outcomes)
        {
            using (source.Hold(outcome.Trace))
            {
                HandOn(outcome);
            }
        }

        _outcomes.Clear();
        _letter = null;
    }

    private void HandOn(in Outcome outcome)
    {
        if (outcome.Result.HasRow)
        {
            chunks.Accept(outcome.Result.Row, outcome.Context);
        }
        else if (outcome.Result.Rejection is { } rejection)
        {
            chunks.Reject(outcome.Context, outcome.Stage, rejection);
        }
        else
        {
            chunks.Filter(outcome.Context);
        }
    }

    private readonly record struct Outcome(TransformResult<TRow> Result, RowContext Context, RejectStage Stage = RejectStage.Transform)
    {
        public RowTrace Trace { get; init; }
    }
}

namespace EtlKit.Tests.Model;

/// <summary>The ways to write a step.</summary>
internal enum StepKind
{
    Map,
    MapWithContext,
    Result,
    ResultWithContext,
    Transformer,
    TransformerPerSource,
    Where,
    Many,
    ManyWithContext,
    Async,
    AsyncResult,
    AsyncWithContext,
}

/// <summary>What a step does with a row.</summary>
internal enum Fate
{
    Keep,
    Filter,
    Reject,
    Throw,
}

/// <summary>A step of a random pipeline: what it does with a row follows from the row alone.</summary>
internal sealed record Step(StepKind Kind, int Salt, int Concurrency)
{
    private const int OneIn = 12;

    public string Reason => $"{Kind} says no";

    public bool IsMany => Kind is StepKind.Many or StepKind.ManyWithContext;

    public bool IsAsync => Kind is StepKind.Async or StepKind.AsyncResult or StepKind.AsyncWithContext;

    public Fate FateOf(string row)
    {
        var fate = Dice.Roll(row, Salt, OneIn) switch
        {
            0 => Fate.Throw,
            1 => Fate.Reject,
            2 => Fate.Filter,
            _ => Fate.Keep,
        };
        var canFilter = Kind is not (StepKind.Map or StepKind.MapWithContext or StepKind.Async) && !IsMany;
        var canReject = canFilter && Kind != StepKind.Where;
        return (fate == Fate.Filter && !canFilter) || (fate == Fate.Reject && !canReject) ? Fate.Keep : fate;
    }

    /// <summary>How many rows an expanding step makes of a row; before it throws, if that is its fate.</summary>
    public int CopiesOf(string row) => Dice.Roll(row, Salt + 1, 6);

    /// <summary>How many turns an asynchronous step waits with a row: none, and it completes at once.</summary>
    public int TurnsOf(string row) => Dice.Roll(row, Salt + 2, 5);

    public string Make(string row, RowContext context) =>
        Kind is StepKind.MapWithContext or StepKind.ResultWithContext or StepKind.AsyncWithContext ? $"{row}@{context.RowNumber}/{context.LineNumber}" : row;

    public static string MakeCopy(string row, int copy) => $"{row}.{copy}";

    public override string ToString() => $"{Kind}({Salt}{(IsAsync ? $", {Concurrency} at once" : "")})";
}

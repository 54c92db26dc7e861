namespace EtlKit;

/// <summary>A reject on its way to the writer. Most are only counted, so that a <see cref="Reject"/> is made of one only where somebody looks at it.</summary>
internal readonly struct RejectEntry
{
    // What is more than the other fields can say: of an expanded row, of a dead letter, of a row that the loader refused.
    private readonly Reject? _whole;

    public RejectEntry(in RowContext context, RejectStage stage, Rejection rejection, string? rawText)
    {
        Source = context.Source;
        RowNumber = context.RowNumber;
        LineNumber = context.LineNumber;
        Stage = stage;
        Reason = rejection.Reason;
        Code = rejection.Code;
        RawText = rawText;
    }

    public RejectEntry(Reject reject)
    {
        Source = reject.Source;
        RowNumber = reject.RowNumber;
        LineNumber = reject.LineNumber;
        Stage = reject.Stage;
        Reason = reject.Reason;
        Code = reject.Code;
        RawText = reject.RawText;
        _whole = reject;
    }

    public string Source { get; }

    public long RowNumber { get; }

    public long LineNumber { get; }

    public RejectStage Stage { get; }

    public string Reason { get; }

    public string? Code { get; }

    public string? RawText { get; }

    /// <summary>Which of the rows that were made of one was rejected; null when it was not expanded.</summary>
    public string? Branch => _whole?.Branch;

    /// <summary>The row as JSON; null when there is none.</summary>
    public string? Row => _whole?.Row;

    public Reject ToReject() => _whole ?? new Reject(Source, RowNumber, LineNumber, Stage, Reason, RawText) { Code = Code };
}

namespace EtlKit;

/// <summary>One source in one run: its name and its counts.</summary>
internal sealed class SourceRun(string name)
{
    private string? _heldRawText;
    private bool _holdsRawText;

    public string Name => name;

    // Written by the source's producer, read by everyone.

    public long Extracted { get; set; }

    /// <summary>How many rows more came out of expanding steps than went into them.</summary>
    public long Expanded { get; set; }

    public SourceStatus Status { get; set; } = SourceStatus.Running;

    public Exception? Failure { get; set; }

    /// <summary>The enumerator that stands on the current row, when it can give its text.</summary>
    public IRawTextSource? RawTextSource { get; set; }

    // Written by the writer, as batches commit.

    public long Written { get; set; }

    public long Filtered { get; set; }

    public long Rejected { get; set; }

    /// <summary>The raw text of the row that goes through the steps now. Asked by the producer only.</summary>
    public string? RawText => _holdsRawText ? _heldRawText : RawTextSource?.RawText;

    /// <summary>Makes <see cref="RawText"/> the text of a row that the enumerator has already left, until the result is disposed.</summary>
    public HeldRawText HoldRawText(string? rawText)
    {
        var previous = new HeldRawText(this, _holdsRawText, _heldRawText);
        _holdsRawText = true;
        _heldRawText = rawText;
        return previous;
    }

    public readonly struct HeldRawText(SourceRun source, bool held, string? rawText) : IDisposable
    {
        public void Dispose()
        {
            source._holdsRawText = held;
            source._heldRawText = rawText;
        }
    }
}

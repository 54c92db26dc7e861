using System.Text;

namespace EtlKit;

/// <summary>Sees to it that the store of a pipeline's rejects doesn't grow beyond what the options allow. Used by the writer only.</summary>
internal sealed class RejectBounds(PipelineOptions options)
{
    /// <summary>About what a reject takes beside its text.</summary>
    private const int FixedSize = 100;

    private RejectStoreSize _size;

    // What it will be when the batch that was checked last is committed.
    private RejectStoreSize _checked;

    /// <summary>Says how much is stored already.</summary>
    public void Begin(RejectStoreSize size) => _size = _checked = size;

    /// <summary>Checks whether a batch may be committed whose rejects are to be stored.</summary>
    /// <exception cref="RejectBudgetException">They don't fit.</exception>
    public void Check(RejectList rejects)
    {
        _checked = Add(rejects);
        if (rejects.Count == 0)
        {
            return;
        }

        var size = _checked;
        if (size.Rejects > options.MaxDeadLetters)
        {
            throw new RejectBudgetException(FormattableString.Invariant(
                $"{size.Rejects} rejects would be stored, but {nameof(PipelineOptions.MaxDeadLetters)} allows {options.MaxDeadLetters}. {WhatToDo}"));
        }

        if (size.Bytes > options.MaxDeadLetterBytes)
        {
            throw new RejectBudgetException(FormattableString.Invariant(
                $"{size.Bytes} bytes of rejects would be stored, but {nameof(PipelineOptions.MaxDeadLetterBytes)} allows {options.MaxDeadLetterBytes}. {WhatToDo}"));
        }
    }

    /// <summary>Counts the batch that was checked last: it was committed.</summary>
    public void Commit() => _size = _checked;

    private const string WhatToDo = "The batch was not committed, and no reject is lost. Replay the rejects and remove those that are done with, or raise the limit.";

    private RejectStoreSize Add(RejectList rejects)
    {
        var bytes = _size.Bytes;
        foreach (ref readonly var reject in rejects.Entries)
        {
            bytes += SizeOf(reject);
        }

        return new(_size.Rejects + rejects.Count, bytes);
    }

    private static long SizeOf(in RejectEntry reject) =>
        FixedSize + SizeOf(reject.Source) + SizeOf(reject.Reason) + SizeOf(reject.RawText) + SizeOf(reject.Row);

    private static long SizeOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}

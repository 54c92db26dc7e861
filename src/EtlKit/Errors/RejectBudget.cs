namespace EtlKit;

/// <summary>Counts the rejects of a run against what the options allow. Used by the writer only.</summary>
internal sealed class RejectBudget(PipelineOptions options)
{
    private long _rows;
    private long _rejects;

    /// <summary>Takes over what earlier runs that this one continues have counted.</summary>
    public void Restore(long rows, long rejects)
    {
        _rows = rows;
        _rejects = rejects;
    }

    /// <summary>Checks whether a batch may be committed.</summary>
    /// <param name="others">Rows of the batch that were not rejected.</param>
    /// <param name="rejects">Rows that were.</param>
    /// <exception cref="RejectBudgetException">They are too many.</exception>
    public void Check(long others, RejectList rejects)
    {
        if (rejects.Count == 0)
        {
            return;
        }

        var rejected = _rejects + rejects.Count;
        var rows = _rows + others + rejects.Count;
        if (rejected > options.MaxRejects)
        {
            throw new RejectBudgetException(FormattableString.Invariant(
                $"{rejected} rows are rejected, but {nameof(PipelineOptions.MaxRejects)} allows {options.MaxRejects}. {Last(rejects)}"));
        }

        if (rows >= options.MinRowsForRejectRatio && rejected > options.MaxRejectRatio * rows)
        {
            throw new RejectBudgetException(FormattableString.Invariant(
                $"{rejected} of {rows} rows are rejected, but {nameof(PipelineOptions.MaxRejectRatio)} allows {options.MaxRejectRatio:P2}. {Last(rejects)}"));
        }
    }

    /// <summary>Counts a batch that was committed.</summary>
    public void Commit(long others, RejectList rejects)
    {
        _rows += others + rejects.Count;
        _rejects += rejects.Count;
    }

    private static string Last(RejectList rejects) => FormattableString.Invariant(
        $"The batch was not committed. Its last reject is row {rejects[^1].RowNumber} of {LogText.Clean(rejects[^1].Source)}: {LogText.Clean(rejects[^1].Reason)}. Mend the source, or raise the limit.");
}

namespace EtlKit;

/// <summary>What is done with the rejects of a run.</summary>
/// <param name="Budget">How many there may be.</param>
/// <param name="Bounds">How many may be stored.</param>
/// <param name="File">The file to which they are written; null when there is none.</param>
/// <param name="StoresInTarget">Whether they are stored in the target.</param>
internal sealed record RejectHandling(RejectBudget Budget, RejectBounds Bounds, RejectFile? File, bool StoresInTarget)
{
    private bool IsStored => StoresInTarget || File is not null;

    /// <summary>Checks whether a batch may be committed.</summary>
    /// <param name="others">Rows of the batch that were not rejected.</param>
    /// <param name="rejects">Rows that were.</param>
    /// <exception cref="RejectBudgetException">They are too many.</exception>
    public void Check(long others, in BatchRejects rejects)
    {
        Budget.Check(others, rejects.All);
        if (IsStored)
        {
            Bounds.Check(rejects.New);
        }
    }

    /// <summary>Counts a batch that was committed.</summary>
    public void Commit(long others, in BatchRejects rejects)
    {
        File?.Commit();
        Budget.Commit(others, rejects.All);
        if (IsStored)
        {
            Bounds.Commit();
        }
    }
}

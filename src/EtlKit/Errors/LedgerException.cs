namespace EtlKit;

/// <summary>Rows are missing or counted twice: what went in and what came out don't balance.</summary>
public sealed class LedgerException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was counted.</param>
    public LedgerException(string message)
        : base(message)
    {
    }

    /// <summary>Throws unless a loader's result accounts for every row that it was given.</summary>
    internal static void ThrowUnlessComplete(int rows, LoadResult result)
    {
        if (result.Loaded < 0 || result.Unchanged < 0 || result.Ignored < 0
            || result.Loaded + result.Unchanged + result.Ignored != rows)
        {
            throw new LedgerException(FormattableString.Invariant(
                $"The loader was given {rows} rows, but says that it loaded {result.Loaded}, left {result.Unchanged} unchanged and ignored {result.Ignored}. The LoadResult must account for every row, once."));
        }
    }
}

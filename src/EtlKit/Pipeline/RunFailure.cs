namespace EtlKit;

/// <summary>What has failed, in words, and the exception that says why.</summary>
internal sealed record RunFailure(string What, Exception Exception)
{
    /// <summary>Puts the failure of a step into words.</summary>
    public static RunFailure Of(string step, Exception exception, LoadRetry retry) => new(
        exception is RejectBudgetException ? "too many rows were rejected"
        : retry.DescribeTries(exception) is { } tries ? $"{step} failed ({tries})"
        : $"{step} failed",
        exception);
}

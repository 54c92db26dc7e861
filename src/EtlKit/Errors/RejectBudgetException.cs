namespace EtlKit;

/// <summary>A run has rejected more rows than <see cref="PipelineOptions.MaxRejects"/> or <see cref="PipelineOptions.MaxRejectRatio"/> allows.</summary>
public sealed class RejectBudgetException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was counted, and what is allowed.</param>
    public RejectBudgetException(string message)
        : base(message)
    {
    }
}

namespace EtlKit;

/// <summary>How much a batch may hold: usually, and when the loader prefers large ones.</summary>
/// <param name="Rows">Rows and rejects in a batch.</param>
/// <param name="Bytes">Bytes in a batch.</param>
/// <param name="LargeRows">Rows and rejects in a large batch.</param>
/// <param name="LargeBytes">Bytes in a large batch.</param>
internal readonly record struct BatchLimits(int Rows, long Bytes, int LargeRows, long LargeBytes)
{
    public static BatchLimits For(PipelineOptions options) => new(
        options.BatchSize,
        options.MaxBatchBytes,
        options.LargeBatchSize ?? LargeOf(options.BatchSize, PipelineDefaults.BatchSize, PipelineDefaults.LargeBatchSize),
        options.MaxLargeBatchBytes ?? LargeOf(options.MaxBatchBytes, PipelineDefaults.MaxBatchBytes, PipelineDefaults.MaxLargeBatchBytes));

    /// <summary>Rows are narrow enough for large batches when so many times the usual number of them would fit into one: of wide rows, more gain nothing.</summary>
    private const int LargeToUsual = 3;

    /// <summary>Whether a batch may take more.</summary>
    public bool AllowMore(long rows, long bytes, long moreRows, long moreBytes, bool isLarge)
    {
        rows += moreRows;
        bytes += moreBytes;
        return (rows <= Rows && bytes <= Bytes)
            || (isLarge && LargeRows > Rows && rows <= LargeRows && bytes <= LargeBytes && AreNarrow(rows, bytes));
    }

    /// <summary>Whether nothing more fits.</summary>
    public bool AreReached(long rows, long bytes, bool isLarge) => !AllowMore(rows, bytes, 1, 1, isLarge);

    // Whoever asks for larger batches than usual doesn't ask for narrower rows.
    private bool AreNarrow(long rows, long bytes) =>
        bytes * Math.Min(Rows, PipelineDefaults.BatchSize) <= rows * Math.Max(Bytes, LargeBytes / LargeToUsual);

    /// <summary>The limit of large batches, where it isn't set: who wants small batches wants no large ones.</summary>
    private static int LargeOf(int limit, int usual, int large) => limit < usual ? limit : Math.Max(limit, large);
}

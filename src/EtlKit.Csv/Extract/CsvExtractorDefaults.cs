namespace EtlKit.Csv;

/// <summary>The defaults of <see cref="CsvExtractorOptions"/>.</summary>
internal static class CsvExtractorDefaults
{
    public const char Delimiter = ',';
    public const char Quote = '"';
    public const int MaxRecordSize = 16 * 1024 * 1024;
    public const int BufferSize = 64 * 1024;
    public const int MinBufferSize = 256;

    /// <summary>Cancellation is looked at when these bits of the row number are 0: once in 256 rows.</summary>
    public const long CancellationMask = 0xFF;
}

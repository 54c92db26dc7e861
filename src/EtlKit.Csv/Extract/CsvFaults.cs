using CsvHelper;

namespace EtlKit.Csv;

/// <summary>What CsvHelper last reported about a record of one reader, by its callbacks, which cost nothing for records without fault.</summary>
internal sealed class CsvFaults
{
    /// <summary>Gets the 1-based line of the last malformed record in the text that the reader sees.</summary>
    public long MalformedLine { get; private set; }

    public CsvMalformedReason MalformedReason { get; private set; }

    /// <summary>Gets why the last record couldn't be mapped to its type.</summary>
    public Exception? RecordError { get; private set; }

    public void OnMalformed(CsvMalformedRecord record)
    {
        MalformedLine = record.LineNumber;
        MalformedReason = record.Reason;
    }

    public bool OnRecordError(CsvRecordError error)
    {
        RecordError = error.Exception;
        return true;
    }
}

namespace EtlKit.Csv;

/// <summary>What becomes of a record with a fault.</summary>
public enum CsvRecordPolicy
{
    /// <summary>The record is rejected with its line number and raw text; its neighbours are read as if it weren't there.</summary>
    Reject,

    /// <summary>The record is read as well as it can be.</summary>
    Accept,
}

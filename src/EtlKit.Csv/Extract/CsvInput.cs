using CsvHelper;

namespace EtlKit.Csv;

/// <summary>An open source: a reader, and what must be added to its counts when it started in the middle.</summary>
internal sealed class CsvInput(CsvReader reader, CsvFaults faults) : IAsyncDisposable
{
    public CsvReader Reader => reader;

    public CsvFaults Faults => faults;

    /// <summary>Gets how many rows lie before the first one that the reader counts.</summary>
    public long RowBase { get; init; }

    /// <summary>Gets what to add to the reader's line numbers.</summary>
    public long LineBase { get; init; }

    /// <summary>Gets what to add to the reader's byte offsets.</summary>
    /// <value><see langword="null"/> when they say nothing about the bytes of the source.</value>
    public long? ByteBase { get; init; }

    /// <summary>Gets or sets how many fields a record has.</summary>
    /// <value>0 until it is known.</value>
    public int FieldCount { get; set; }

    public bool IsMalformed => faults.MalformedLine == reader.LineNumber;

    /// <summary>Takes the number of fields from the first good record of a source without header.</summary>
    public void LearnFieldCount()
    {
        if (FieldCount == 0 && !IsMalformed)
        {
            FieldCount = reader.FieldCount;
        }
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();
}

using CsvHelper;

namespace EtlKit.Csv;

/// <summary>How records become rows. One instance serves all runs of an extractor.</summary>
internal abstract class CsvMapping<TRow>
{
    /// <summary>Looks for the columns in the header of a reader.</summary>
    /// <param name="reader">The reader, whose header has been read.</param>
    /// <param name="faults">What the reader reports.</param>
    /// <param name="sourceName">The name of the source, for messages.</param>
    public abstract CsvRowReader<TRow> Bind(CsvReader reader, CsvFaults faults, string sourceName);
}

namespace EtlKit.Csv;

/// <summary>Makes rows of the records of one reader.</summary>
internal abstract class CsvRowReader<TRow>
{
    /// <summary>Makes a row of the record on which the reader stands.</summary>
    /// <returns>The row or a rejection without raw text; never filtered.</returns>
    public abstract TransformResult<TRow> Read();
}

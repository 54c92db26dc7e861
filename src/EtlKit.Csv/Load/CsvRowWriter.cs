using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Writes the fields of rows. It has no state.</summary>
internal abstract class CsvRowWriter<TRow>
{
    public abstract void WriteHeader(CsvWriter writer);

    public abstract void Write(CsvWriter writer, TRow row);
}

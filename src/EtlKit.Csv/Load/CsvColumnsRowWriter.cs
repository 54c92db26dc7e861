using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Rows of which chosen columns are written.</summary>
internal sealed class CsvColumnsRowWriter<TRow>(CsvColumn<TRow>[] columns) : CsvRowWriter<TRow>
{
    public override void WriteHeader(CsvWriter writer)
    {
        foreach (var column in columns)
        {
            writer.WriteField(column.Name);
        }
    }

    public override void Write(CsvWriter writer, TRow row)
    {
        foreach (var column in columns)
        {
            column.Write(writer, row);
        }
    }
}

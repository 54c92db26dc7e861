using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Rows of a <see cref="CsvRecordAttribute"/> type.</summary>
internal sealed class CsvRecordRowWriter<TRow>(CsvRecordWriter<TRow> record) : CsvRowWriter<TRow>
{
    public override void WriteHeader(CsvWriter writer) => record.WriteHeader(writer);

    public override void Write(CsvWriter writer, TRow row) => record.Write(writer, row);
}

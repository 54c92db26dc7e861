using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Rows made by a function.</summary>
internal sealed class CsvFunctionMapping<TRow>(Func<CsvRow, TRow> map) : CsvMapping<TRow>
{
    public override CsvRowReader<TRow> Bind(CsvReader reader, CsvFaults faults, string sourceName) => new RowReader(reader, map, sourceName);

    private sealed class RowReader(CsvReader reader, Func<CsvRow, TRow> map, string sourceName) : CsvRowReader<TRow>
    {
        private readonly CsvMappingErrors _errors = new(reader, sourceName);

        public override TransformResult<TRow> Read()
        {
            try
            {
                return TransformResult.Row(map(reader.Current));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return _errors.Reject(exception);
            }
        }
    }
}

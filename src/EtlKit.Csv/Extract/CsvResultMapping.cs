using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Rows and rejections made by a function.</summary>
internal sealed class CsvResultMapping<TRow>(Func<CsvRow, TransformResult<TRow>> map) : CsvMapping<TRow>
{
    public override CsvRowReader<TRow> Bind(CsvReader reader, CsvFaults faults, string sourceName) => new RowReader(reader, map, sourceName);

    private sealed class RowReader(CsvReader reader, Func<CsvRow, TransformResult<TRow>> map, string sourceName) : CsvRowReader<TRow>
    {
        private readonly CsvMappingErrors _errors = new(reader, sourceName);

        public override TransformResult<TRow> Read()
        {
            TransformResult<TRow> result;
            try
            {
                result = map(reader.Current);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return _errors.Reject(exception);
            }

            return result.IsFiltered ? throw CsvErrors.Filtered(sourceName) : result;
        }
    }
}

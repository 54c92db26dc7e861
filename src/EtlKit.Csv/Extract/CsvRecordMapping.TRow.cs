using System.Runtime.ExceptionServices;
using CsvHelper;

namespace EtlKit.Csv;

/// <summary>Rows made by a <see cref="CsvRecordMapper{T}"/>, generated or written by hand.</summary>
internal sealed class CsvRecordMapping<TRow>(Func<CsvReader, CsvRecordMapper<TRow>> create) : CsvMapping<TRow>
{
    public override CsvRowReader<TRow> Bind(CsvReader reader, CsvFaults faults, string sourceName)
    {
        try
        {
            return new RowReader(reader, create(reader), faults, new CsvMappingErrors(reader, sourceName));
        }
        catch (KeyNotFoundException exception)
        {
            throw CsvErrors.MissingColumn(sourceName, exception.Message, reader.Headers, exception);
        }
    }

    private sealed class RowReader(CsvReader reader, CsvRecordMapper<TRow> mapper, CsvFaults faults, CsvMappingErrors errors)
        : CsvRowReader<TRow>
    {
        // One rejection text for each column and kind of exception: rejects are counted by reason.
        private readonly Dictionary<(string? Member, int Field, Type? Cause), string> _reasons = [];

        public override TransformResult<TRow> Read()
        {
            if (reader.TryGetRecord(mapper, out var row))
            {
                return TransformResult.Row(row!);
            }

            var error = faults.RecordError;
            errors.ThrowIfColumnMissing(error?.InnerException);
            if (error?.InnerException is OperationCanceledException cancelled)
            {
                ExceptionDispatchInfo.Throw(cancelled);
            }

            return new Rejection(Reason(error)) { Exception = error };
        }

        private string Reason(Exception? error)
        {
            var format = error as CsvFormatException;
            var cause = error?.InnerException?.GetType();
            var key = (format?.Member, format?.FieldIndex ?? -1, cause);
            if (!_reasons.TryGetValue(key, out var reason))
            {
                reason = Describe(key.Member, key.Item2, cause ?? error?.GetType());
                _reasons.Add(key, reason);
            }

            return reason;
        }

        private string Describe(string? member, int field, Type? cause)
        {
            var column = field >= 0 && field < reader.Headers.Count ? $"column {SafeText.Quote(reader.Headers[field])}"
                : field >= 0 ? $"field {field + 1}"
                : "record";
            return member is null
                ? $"{column} can't be read ({cause?.Name})"
                : $"{column} can't be read as {member} ({cause?.Name})";
        }
    }
}

using EtlKit;

namespace CsvToSqlite;

/// <summary>Cleans a record: trims the id, and rejects what isn't whole.</summary>
internal sealed class EventTransformer : ITransformer<RawEvent, Event>
{
    // Made once: a rejected row costs no more than a good one.
    private static readonly Rejection NoId = TransformResult.Reject("id is missing");
    private static readonly Rejection NoTimestamp = TransformResult.Reject("timestamp is missing");
    private static readonly Rejection BadTimestamp = TransformResult.Reject("timestamp is not an ISO 8601 date or date and time");
    private static readonly Rejection BadValue = TransformResult.Reject("value is not a number");

    public TransformResult<Event> Transform(RawEvent row, RowContext context)
    {
        if (row.Id is not { } id)
        {
            return NoId;
        }

        if (row.Timestamp is not { } timestamp)
        {
            return BadTimestamp;
        }

        if (timestamp.Length == 0)
        {
            return NoTimestamp;
        }

        return row.Value is { } value
            ? new Event(id.Trim(), timestamp, value, context.Source)
            : BadValue;
    }
}

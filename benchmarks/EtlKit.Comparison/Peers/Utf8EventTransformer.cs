namespace EtlKit.Comparison;

/// <summary>Does what the sample's transformer does.</summary>
internal sealed class Utf8EventTransformer : ITransformer<RawUtf8Event, Utf8Event>
{
    private static readonly Rejection NoId = TransformResult.Reject("id is missing");
    private static readonly Rejection NoTimestamp = TransformResult.Reject("timestamp is missing");
    private static readonly Rejection BadTimestamp = TransformResult.Reject("timestamp is not an ISO 8601 date or date and time");
    private static readonly Rejection BadValue = TransformResult.Reject("value is not a number");

    public TransformResult<Utf8Event> Transform(RawUtf8Event row, RowContext context) => row switch
    {
        { Id: null } => NoId,
        { Timestamp: null } => BadTimestamp,
        { Timestamp.IsEmpty: true } => NoTimestamp,
        { Value: null } => BadValue,
        _ => new Utf8Event(row.Id.Value.Trim(), row.Timestamp.Value, row.Value.Value, context.Source),
    };
}

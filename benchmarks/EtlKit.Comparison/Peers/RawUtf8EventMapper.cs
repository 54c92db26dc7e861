using CsvHelper;

namespace EtlKit.Comparison;

/// <summary>Does what the sample's mapper does, and makes no strings.</summary>
internal sealed class RawUtf8EventMapper(CsvReader header) : CsvRecordMapper<RawUtf8Event>
{
    private readonly int _id = header.GetFieldIndex("id");
    private readonly int _timestamp = header.GetFieldIndex("timestamp");
    private readonly int _value = header.GetFieldIndex("value");

    public override RawUtf8Event Read(CsvReader reader) => new(
        _id < reader.FieldCount ? Utf8Text.From(reader.GetSpan(_id)) : null,
        Timestamp(reader.GetSpan(_timestamp)),
        EventValue.TryParse(reader.GetSpan(_value), out var value) ? value : null);

    private static Utf8Text? Timestamp(ReadOnlySpan<byte> text)
    {
        Span<byte> normalized = stackalloc byte[IsoTimestamp.MaxLength];
        return text.IsEmpty ? Utf8Text.Empty
            : IsoTimestamp.TryNormalize(text, normalized, out var length) ? Utf8Text.From(normalized[..length])
            : null;
    }
}

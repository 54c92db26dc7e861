using CsvHelper;

namespace EtlKit.Comparison;

/// <summary>Does what the sample's mapper does, and makes no strings.</summary>
internal sealed class RawUtf8EventMapper(CsvReader header) : CsvRecordMapper<RawUtf8Event>
{
    private const int None = -1;

    private readonly int _id = Find(header, "id");
    private readonly int _timestamp = Find(header, "timestamp");
    private readonly int _ts = Find(header, "ts");
    private readonly int _value = Find(header, "value");

    public override RawUtf8Event Read(CsvReader reader)
    {
        var timestamp = Bytes(reader, _timestamp);
        return new RawUtf8Event(
            _id != None && _id < reader.FieldCount ? Utf8Text.From(reader.GetSpan(_id)) : null,
            Timestamp(timestamp.IsEmpty ? Bytes(reader, _ts) : timestamp),
            EventValue.TryParse(Bytes(reader, _value), out var value) ? value : null);
    }

    private static int Find(CsvReader header, string name) => header.TryGetFieldIndex(name, out var index) ? index : None;

    private static ReadOnlySpan<byte> Bytes(CsvReader reader, int column) => column == None ? default : reader.GetSpan(column);

    private static Utf8Text? Timestamp(ReadOnlySpan<byte> text)
    {
        Span<byte> normalized = stackalloc byte[IsoTimestamp.MaxLength];
        return text.IsEmpty ? Utf8Text.Empty
            : IsoTimestamp.TryNormalize(text, normalized, out var length) ? Utf8Text.From(normalized[..length])
            : null;
    }
}

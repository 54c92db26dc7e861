using System.Text;
using CsvHelper;

namespace CsvToSqlite;

/// <summary>
/// Reads records by hand: the columns may have other names or be missing, so they are looked up once for each file, and values are parsed from the bytes of the file.
/// </summary>
internal sealed class RawEventMapper(CsvReader header) : CsvRecordMapper<RawEvent>
{
    private const int None = -1;

    private readonly int _id = Find(header, "id");
    private readonly int _timestamp = Find(header, "timestamp");
    private readonly int _ts = Find(header, "ts");
    private readonly int _value = Find(header, "value");

    public override RawEvent Read(CsvReader reader)
    {
        var timestamp = Bytes(reader, _timestamp);
        return new RawEvent(
            _id != None && _id < reader.FieldCount ? reader.GetString(_id) : null,
            Timestamp(timestamp.IsEmpty ? Bytes(reader, _ts) : timestamp),
            EventValue.TryParse(Bytes(reader, _value), out var value) ? value : null);
    }

    private static int Find(CsvReader header, string name) => header.TryGetFieldIndex(name, out var index) ? index : None;

    private static ReadOnlySpan<byte> Bytes(CsvReader reader, int column) => column == None ? default : reader.GetSpan(column);

    private static string? Timestamp(ReadOnlySpan<byte> text)
    {
        Span<byte> normalized = stackalloc byte[IsoTimestamp.MaxLength];
        return text.IsEmpty ? ""
            : IsoTimestamp.TryNormalize(text, normalized, out var length) ? Encoding.ASCII.GetString(normalized[..length])
            : null;
    }
}

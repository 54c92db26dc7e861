using CsvHelper;

namespace CsvToSqlite;

/// <summary>Reads records by hand: the columns may have other names or be missing, so they are looked up once for each file.</summary>
internal sealed class RawEventMapper(CsvReader header) : CsvRecordMapper<RawEvent>
{
    private const int None = -1;

    private readonly int _id = Find(header, "id");
    private readonly int _timestamp = Find(header, "timestamp");
    private readonly int _ts = Find(header, "ts");
    private readonly int _value = Find(header, "value");

    public override RawEvent Read(CsvReader reader)
    {
        var timestamp = Text(reader, _timestamp);
        return new RawEvent(
            _id < reader.FieldCount ? TextOrNull(reader, _id) : null,
            timestamp.Length > 0 ? timestamp : Text(reader, _ts),
            _value == None ? 0 : EventValue.TryParse(reader.GetSpan(_value), out var value) ? value : null);
    }

    private static int Find(CsvReader header, string name) => header.TryGetFieldIndex(name, out var index) ? index : None;

    private static string? TextOrNull(CsvReader reader, int column) => column == None ? null : reader.GetString(column);

    private static string Text(CsvReader reader, int column) => TextOrNull(reader, column) ?? "";
}

namespace EtlKit.Sqlite.Tests;

public sealed class NullableTests : IDisposable
{
    private static readonly Row Full = new(
        true, 1, 2, 3, 4, 5, 6, 7, 8, 1.5f, 2.5, 3.5m, 'c', new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff"), new DateTime(2024, 1, 2), DateTimeOffset.UnixEpoch,
        new DateOnly(2024, 1, 2), new TimeOnly(1, 2), TimeSpan.FromSeconds(1), new byte[] { 9 }, DayOfWeek.Friday, "s", [8]);

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task NullableProperties_WithAndWithoutValues_AreStored()
    {
        await SqliteLoader.Append<Row>(_database.ConnectionString, "rows").RunAsync(Full, new Row());

        _database.Query("SELECT * FROM rows").Should().Equal(
            "1|1|2|3|4|5|6|7|8|1.5|2.5|3.5|c|6F9619FF-8B86-D011-B42D-00C04FC964FF|2024-01-02 00:00:00|1970-01-01 00:00:00+00:00|2024-01-02|01:02:00|00:00:01|\t|5|s|\b",
            string.Join('|', Enumerable.Repeat("NULL", 23)));
    }

    [Fact]
    public async Task NullableEnumDelegate_WithAndWithoutValues_IsStored()
    {
        await SqliteLoader.Append<Row>(_database.ConnectionString, "rows", o => o.Column("day", r => r.Day).Column("number", r => r.Int32)).RunAsync(Full, new Row());
        _database.Query("SELECT * FROM rows").Should().Equal("5|5", "NULL|NULL");
    }

    internal sealed record Row(
        bool? Bool = null, sbyte? SByte = null, byte? Byte = null, short? Int16 = null, ushort? UInt16 = null, int? Int32 = null, uint? UInt32 = null,
        long? Int64 = null, ulong? UInt64 = null, float? Single = null, double? Double = null, decimal? Decimal = null, char? Char = null, Guid? Guid = null,
        DateTime? DateTime = null, DateTimeOffset? Offset = null, DateOnly? Date = null, TimeOnly? Time = null, TimeSpan? Span = null,
        ReadOnlyMemory<byte>? Memory = null, DayOfWeek? Day = null, string? Text = null, byte[]? Bytes = null);
}

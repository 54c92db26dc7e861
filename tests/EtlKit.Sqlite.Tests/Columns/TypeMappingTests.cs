using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite.Tests;

/// <summary>Every type is stored as a parameter of Microsoft.Data.Sqlite would be, and read back equal.</summary>
public sealed class TypeMappingTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public Task Bind_BoolValues_ReadBackEqual() => VerifyAsync(false, true);

    [Fact]
    public Task Bind_SByteValues_ReadBackEqual() => VerifyAsync<sbyte>(0, sbyte.MinValue, sbyte.MaxValue);

    [Fact]
    public Task Bind_ByteValues_ReadBackEqual() => VerifyAsync<byte>(0, byte.MaxValue);

    [Fact]
    public Task Bind_Int16Values_ReadBackEqual() => VerifyAsync<short>(0, short.MinValue, short.MaxValue);

    [Fact]
    public Task Bind_UInt16Values_ReadBackEqual() => VerifyAsync<ushort>(0, ushort.MaxValue);

    [Fact]
    public Task Bind_Int32Values_ReadBackEqual() => VerifyAsync(0, int.MinValue, int.MaxValue);

    [Fact]
    public Task Bind_UInt32Values_ReadBackEqual() => VerifyAsync<uint>(0, uint.MaxValue);

    [Fact]
    public Task Bind_Int64Values_ReadBackEqual() => VerifyAsync(0, long.MinValue, long.MaxValue);

    [Fact]
    public Task Bind_UInt64Values_ReadBackEqual() => VerifyAsync(0UL, 1UL << 63, ulong.MaxValue);

    [Fact]
    public Task Bind_SingleValues_ReadBackEqual() => VerifyAsync(0, -0f, 0.1f, float.MinValue, float.MaxValue, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity);

    [Fact]
    public Task Bind_DoubleValues_ReadBackEqual() => VerifyAsync(0, -0.0, 0.1, Math.PI, double.MinValue, double.MaxValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity);

    [Fact]
    public Task Bind_DecimalValues_ReadBackEqual() => VerifyAsync(
        0m, 1m, 1.10m, -0.5m, decimal.MinValue, decimal.MaxValue, 0.0000000000000000000000000001m, -7.9228162514264337593543950335m);

    [Fact]
    [Trait("Bug", "a NUL in a text")]
    public Task Bind_StringValues_ReadBackEqual() => VerifyAsync(
        "", " ", "abc", "007", "1e3", "NULL", "a\0b", "\0", "Ünïcödé 表 😀", "\ud83d", "line\r\nbreak", new string('x', 20_000), new string('表', 100_000));

    [Fact]
    public Task Bind_CharValues_ReadBackEqual() => VerifyAsync('a', '\0', '7', 'é', '表');

    [Fact]
    public Task Bind_GuidsValues_ReadBackEqual() => VerifyAsync(Guid.Empty, new Guid("6f9619ff-8b86-d011-b42d-00c04fc964ff"), Guid.AllBitsSet);

    [Fact]
    public Task Bind_DateTimesValues_ReadBackEqual() => VerifyAsync(
        DateTime.MinValue, DateTime.MaxValue, DateTime.UnixEpoch, new DateTime(2024, 2, 29, 23, 59, 59, DateTimeKind.Utc), new DateTime(2024, 1, 2, 3, 4, 5, 60).AddTicks(70), new DateTime(2024, 1, 2).AddTicks(1));

    [Fact]
    public Task Bind_DateTimeOffsetsValues_ReadBackEqual() => VerifyAsync(
        DateTimeOffset.MinValue,
        DateTimeOffset.MaxValue,
        new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.FromHours(-9.5)),
        new DateTimeOffset(2024, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(14)));

    [Fact]
    public Task Bind_DatesOnlyValues_ReadBackEqual() => VerifyAsync(DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(2024, 2, 29));

    [Fact]
    public Task Bind_TimesOnlyValues_ReadBackEqual() => VerifyAsync(TimeOnly.MinValue, TimeOnly.MaxValue, new TimeOnly(1, 2, 3), new TimeOnly(1, 2, 3, 450));

    [Fact]
    public Task Bind_TimeSpansValues_ReadBackEqual() => VerifyAsync(TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue, TimeSpan.FromDays(1.5), TimeSpan.FromTicks(-1));

    [Fact]
    public Task Bind_BytesValues_ReadBackEqual() => VerifyAsync<byte[]>([], [0], [1, 2, 255], new byte[100_000]);

    [Fact]
    public Task Bind_EnumsValues_ReadBackEqual() => VerifyAsync(DayOfWeek.Sunday, DayOfWeek.Saturday, (DayOfWeek)(-5));

    [Fact]
    public Task Bind_EnumsOfULongValues_ReadBackEqual() => VerifyAsync(Wide.None, Wide.All);

    [Fact]
    public Task Bind_EnumsOfByteValues_ReadBackEqual() => VerifyAsync(Narrow.None, Narrow.All);

    [Fact]
    public async Task Formats_DoNotDependOnTheCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            await VerifyAsync(1.5m, -0.25m);
            await VerifyAsync(new DateTime(2024, 1, 2, 3, 4, 5));
            await VerifyAsync(TimeSpan.FromMilliseconds(-1));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Memory_IsStoredAsABlob()
    {
        await SqliteLoader.Append<ReadOnlyMemory<byte>>(_database.ConnectionString, "t", o => o.Column("v", m => m)).RunAsync(new byte[] { 1, 2 }, default);
        _database.Query("SELECT typeof(v), hex(v) FROM t").Should().Equal("blob|0102", "blob|");
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("007")]
    [InlineData("a\0b")]
    [InlineData("Ünïcödé 表 😀")]
    public async Task Utf8Text_IsStoredAsItsString(string value)
    {
        var long8 = Utf8Text.From(new string('x', 20_000) + value);
        await SqliteLoader.Append<Texts>(_database.ConnectionString, "t")
            .RunAsync(new Texts(value, Utf8Text.From(value), long8.ToString(), long8), new Texts(value, null, "", Utf8Text.Empty));

        _database.Query("SELECT typeof(Short8), Short8 IS NULL OR hex(Short8) = hex(Short), typeof(Long8), hex(Long8) = hex(Long) FROM t ORDER BY rowid")
            .Should().Equal("text|1|text|1", "null|1|text|1");
        _database.Query("SELECT type FROM pragma_table_info('t') WHERE name IN ('Short8', 'Long8') ORDER BY name").Should().Equal("TEXT", "TEXT");
    }

    [Fact]
    public async Task NaN_IsStoredAsNull()
    {
        await SqliteLoader.Append<double>(_database.ConnectionString, "t", o => o.Column("v", v => v)).RunAsync(double.NaN);
        _database.Query("SELECT v FROM t").Should().Equal("NULL");
    }

    [Fact]
    public async Task DateTimeText_AnyTicks_IsWhatTheFormatSays()
    {
        var random = new Random(7);
        var text = new byte[DateTimeText.MaxLength];
        for (var i = 0; i < 10_000; i++)
        {
            var value = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks + 1));
            Encoding.ASCII.GetString(text, 0, DateTimeText.Write(text, value))
                .Should().Be(value.ToString(@"yyyy\-MM\-dd HH\:mm\:ss.FFFFFFF", CultureInfo.InvariantCulture));
        }

        await Task.CompletedTask;
    }

    /// <summary>Through an explicit column, a property, and the nullable form of each; with a NULL among the values.</summary>
    private async Task VerifyAsync<TValue>(params TValue[] values)
    {
        var boxes = values.Select(value => new Box<TValue>(value)).ToArray();
        await SqliteLoader.Append<Box<TValue>>(_database.ConnectionString, "explicit", o => o.Column("Value", b => b.Value)).RunAsync(boxes);
        await SqliteLoader.Append<Box<TValue>>(_database.ConnectionString, "property").RunAsync(boxes);
        await SqliteLoader.Append<StructBox<TValue>>(_database.ConnectionString, "struct").RunAsync([.. values.Select(value => new StructBox<TValue>(value))]);

        using var connection = _database.Open();
        TestDatabase.Execute(connection, "CREATE TABLE parameter(Value)");
        foreach (var value in values)
        {
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO parameter VALUES($v)";
            insert.Parameters.AddWithValue("$v", value);
            insert.ExecuteNonQuery();
        }

        var expected = Read(connection, "parameter");
        Read(connection, "explicit").Should().Equal(expected);
        Read(connection, "property").Should().Equal(expected);
        Read(connection, "struct").Should().Equal(expected);
        ReadBack<TValue>(connection).Should().BeEquivalentTo(values.Select(Normalize), options => options.WithStrictOrdering());
        TestDatabase.Execute(connection, "DROP TABLE explicit; DROP TABLE property; DROP TABLE struct; DROP TABLE parameter");
    }

    // A lone surrogate can't be written as UTF-8.
    private static TValue Normalize<TValue>(TValue value) => value is "\ud83d" ? (TValue)(object)"\ufffd" : value;

    private static List<string> Read(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT typeof(Value), quote(Value), hex(Value) FROM {table} ORDER BY rowid";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add($"{reader.GetString(0)} {reader.GetString(1)} {reader.GetString(2)}");
        }

        return rows;
    }

    private static List<TValue> ReadBack<TValue>(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Value FROM property ORDER BY rowid";
        using var reader = command.ExecuteReader();
        var values = new List<TValue>();
        while (reader.Read())
        {
            values.Add(reader.GetFieldValue<TValue>(0));
        }

        return values;
    }

    private sealed record Texts(string Short, Utf8Text? Short8, string Long, Utf8Text Long8);

    private enum Wide : ulong
    {
        None,
        All = ulong.MaxValue,
    }

    private enum Narrow : sbyte
    {
        None,
        All = -1,
    }

    private sealed record Box<TValue>(TValue Value);

    private readonly record struct StructBox<TValue>(TValue Value);
}

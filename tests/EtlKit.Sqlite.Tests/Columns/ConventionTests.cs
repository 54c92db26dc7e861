using System.Text.Json;

namespace EtlKit.Sqlite.Tests;

public sealed class ConventionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Attributes_NameTypeKeyAndIgnore_AreFollowed()
    {
        await SqliteLoader.Upsert<Annotated>(_database.ConnectionString, "t", o => o.NameColumn = JsonNamingPolicy.SnakeCaseLower.ConvertName)
            .RunAsync(new Annotated(1, "x", "y") { SourceFile = "f" });

        _database.Scalar("SELECT sql FROM sqlite_schema").Should().Be(
            "CREATE TABLE \"t\" (\"event_id\" INTEGER NOT NULL PRIMARY KEY, \"label\" TEXT COLLATE NOCASE NOT NULL, \"source_file\" TEXT)");
        _database.Query("SELECT * FROM t").Should().Equal("1|x|f");
    }

    [Fact]
    public async Task Properties_OfBaseStaticIndexedOrPrivate_AreFoundOrLeftOut()
    {
        await SqliteLoader.Append<Derived>(_database.ConnectionString, "t").RunAsync(new Derived { Inherited = 1, Own = 2 });
        _database.Query("SELECT name FROM pragma_table_info('t') ORDER BY name").Should().Equal("Inherited", "Own");
    }

    [Fact]
    public async Task Ignore_Property_LeavesItOut()
    {
        await SqliteLoader.Append<Event>(_database.ConnectionString, "t", o => o.Ignore("Value", "SourceFile")).RunAsync(Sessions.Events(1));
        _database.Query("SELECT name FROM pragma_table_info('t')").Should().Equal("Id", "Timestamp");
    }

    [Fact]
    public void Property_OfUnsupportedType_IsNamedWithWhatToDo()
    {
        var act = () => SqliteLoader.Append<Unsupported>(_database.ConnectionString, "t");
        act.Should().Throw<ArgumentException>().WithMessage("*property Link is of type System.Uri*Column(\"Link\", row => …)*");
    }

    [Fact]
    public void Type_WithoutProperties_IsRefused()
    {
        var act = () => SqliteLoader.Append<object>(_database.ConnectionString, "t");
        act.Should().Throw<ArgumentException>().WithMessage("*has no public property*");
    }

    internal sealed record Annotated(
        [property: SqliteColumn("event_id", Key = true)] int Id,
        [property: SqliteColumn("label", Type = "TEXT COLLATE NOCASE", NotNull = true)] string Name,
        [property: SqliteColumn(Ignore = true)] string Secret)
    {
        public string? SourceFile { get; init; }
    }

    internal class Base
    {
        public int Inherited { get; set; }
    }

    internal sealed class Derived : Base
    {
        public static int Shared => 1;

        public int Own { get; set; }

        public int WriteOnly
        {
            set => Own = value;
        }

        internal int Hidden => Own;

        public int this[int index] => index;
    }

    internal sealed record Unsupported(Uri Link);
}

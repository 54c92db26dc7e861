namespace EtlKit.Sqlite.Tests;

public sealed class PlannerTests
{
    private const string Memory = "Data Source=:memory:";

    [Fact]
    public void Loader_ManyMistakes_AreReportedTogether()
    {
        var act = () => SqliteLoader.Upsert<Event>(
            "Data Sauce=secret",
            "a\0b",
            o => o.Column("x", e => e.Id).Column("X", e => e.Value).Column("", e => e.Id).Column("u", e => new Uri(e.Id)).Column("t", e => e.Id, type: "TEXT); --")
                .Key("y").Index("z").Pragma("a b", "1").Pragma("cache_size", "1; DROP").BusyTimeout = TimeSpan.FromSeconds(-1));

        var message = act.Should().Throw<ArgumentException>().Which.Message;
        message.Should().ContainAll(
            "NUL", "\"x\" is there 2 times", "is empty", "System.Uri", "type of the column \"t\"", "the key names \"y\"", "an index names \"z\"", "a pragma is named", "cache_size", "BusyTimeout", "connection string");
        message.Should().NotContain("secret");
    }

    [Fact]
    public void Upsert_NoKey_IsRefused()
    {
        var act = () => SqliteLoader.Upsert<Event>(Memory, "t", o => o.Column("id", e => e.Id));
        act.Should().Throw<ArgumentException>().WithMessage("*an upsert needs a key*");
    }

    [Fact]
    public void Upsert_KeySelectorWithoutColumn_NamesTheColumns()
    {
        var act = () => SqliteLoader.Upsert<Event>(Memory, "t", e => e.Timestamp, o => o.EventColumns());
        act.Should().Throw<ArgumentException>().WithMessage("*\"Timestamp\"*not one of the columns \"id\", \"ts\"*");
    }

    [Fact]
    public void Upsert_KeySelectorThatComputes_IsRefused()
    {
        var act = () => SqliteLoader.Upsert<Event>(Memory, "t", e => e.Id.Length + 1);
        act.Should().Throw<ArgumentException>().WithMessage("*must name members*");
    }

    [Fact]
    public void WithoutRowId_NoKey_IsRefused()
    {
        var act = () => SqliteLoader.Append<Event>(Memory, "t", o => o.WithoutRowId = true);
        act.Should().Throw<ArgumentException>().WithMessage("*WITHOUT ROWID needs a key*");
    }

    [Fact]
    public void GetSize_TextAndBlobs_AreCounted()
    {
        var sizer = (IRowSizer<Event>)SqliteLoader.Append<Event>(Memory, "t");
        var small = sizer.GetSize(new Event("", null, 1, null));

        sizer.GetSize(new Event(new string('x', 1000), null, 1, null)).Should().Be(small + 2000);
        small.Should().BeInRange(30, 120);
    }

    [Fact]
    public void Classify_OtherExceptions_AreFatal() =>
        SqliteLoader.Append<Event>(Memory, "t").Classify(new InvalidOperationException()).Should().Be(ErrorKind.Fatal);

    [Fact]
    public void Capabilities_AreThoseOfTheMode()
    {
        const LoaderCapabilities Both = LoaderCapabilities.Transactional | LoaderCapabilities.Idempotent;
        SqliteLoader.Append<Event>(Memory, "t").Capabilities.Should().Be(LoaderCapabilities.Transactional);
        SqliteLoader.Append<Event>(Memory, "t", o => o.Key(e => e.Id)).Capabilities.Should().Be(LoaderCapabilities.Transactional);
        SqliteLoader.Upsert<Event>(Memory, "t", e => e.Id).Capabilities.Should().Be(Both);
        SqliteLoader.InsertOrIgnore<Event>(Memory, "t", e => e.Id).Capabilities.Should().Be(Both);
        SqliteLoader.InsertOrIgnore<Event>(Memory, "t", configure: o => o.UniqueIndex("Id")).Capabilities.Should().Be(Both);
        SqliteLoader.InsertOrIgnore<Event>(Memory, "t", configure: o => o.Index("Id")).Capabilities.Should().Be(LoaderCapabilities.Transactional);
        SqliteLoader.Replace<Event>(Memory, "t").Capabilities.Should().Be(LoaderCapabilities.Idempotent);
    }

    [Fact]
    public void Capabilities_KeyThatMayBeNull_IsNotIdempotent() =>
        SqliteLoader.Upsert<Event>(Memory, "t", o => o.Column("id", e => e.Id, notNull: false, key: true).Column("value", e => e.Value))
            .Capabilities.Should().Be(LoaderCapabilities.Transactional);

    [Fact]
    public async Task Sessions_AreTransactional_UnlessTheyReplace()
    {
        await using var append = await SqliteLoader.Append<Event>(Memory, "t").OpenAsync();
        await using var replace = await SqliteLoader.Replace<Event>(Memory, "t").OpenAsync();
        append.Should().BeAssignableTo<ITransactionalLoadSession<Event>>();
        replace.Should().NotBeAssignableTo<ITransactionalLoadSession<Event>>();
    }
}

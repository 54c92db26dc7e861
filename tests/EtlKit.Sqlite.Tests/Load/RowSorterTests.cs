using System.Globalization;

namespace EtlKit.Sqlite.Tests;

/// <summary>Batches of random keys are written in the order of the key; nothing but the speed depends on it.</summary>
public sealed class RowSorterTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    public static TheoryData<string> Prefixes => ["", "id-", "a long prefix that all keys have ", "żółć\uFFFD"];

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Sort_RandomText_IsInOrdinalOrderAndStable(string prefix)
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 5000).Select(i => new Row($"{prefix}{random.Next(2000)}", i)).ToArray();

        Sort(rows, Text(row => row.Key)).Should().Equal(rows.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Sort_RandomUtf8Texts_IsInTheOrderOfTheDatabaseAndStable(string prefix)
    {
        // Some keys begin with another, and some have characters whose order differs between UTF-8 and UTF-16.
        string[] ends = ["", "\0", "a", "ż", "\uFFFD", "😀", "a longer end"];
        var random = new Random(1);
        var rows = Enumerable.Range(0, 5000).Select(i => (Key: Utf8Text.From($"{prefix}{random.Next(500)}{ends[random.Next(ends.Length)]}"), Number: i)).ToArray();

        var sorted = Sort(rows, new ValueColumn<(Utf8Text Key, int Number), Utf8Text, Utf8TextBinder>("k", row => row.Key));

        sorted.Should().Equal(rows.OrderBy(row => Convert.ToHexString(row.Key.Span), StringComparer.Ordinal).ThenBy(row => row.Number));
    }

    [Fact]
    public void Sort_KeysThatMayBeMissing_HaveTheMissingOnesFirst()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(0, 2000).Select(i => (Key: random.Next(5) == 0 ? (Utf8Text?)null : Utf8Text.From($"{random.Next(3) * 10}"), Number: i)).ToArray();
        var column = new ValueColumn<(Utf8Text? Key, int Number), Utf8Text?, NullableBinder<Utf8Text, Utf8TextBinder>>("k", row => row.Key);

        column.HasOrder.Should().BeTrue();
        Sort(rows, column).Should().Equal(rows.OrderBy(row => row.Key.HasValue).ThenBy(row => row.Key).ThenBy(row => row.Number));
        new ValueColumn<int?, int?, NullableBinder<int, Int32Binder>>("n", n => n).HasOrder.Should().BeFalse("SQLite may give a NULL the next number");
    }

    [Theory]
    [InlineData("UTF-8", true)]
    [InlineData("UTF-16", false)] // there, some characters are taken for the same
    public async Task Upsert_RandomKeys_AreSortedInADatabaseOfUtf8(string encoding, bool isSorted)
    {
        _database.Execute($"PRAGMA encoding = '{encoding}'; CREATE TABLE rows(Key TEXT PRIMARY KEY, Number INTEGER)");
        var random = new Random(6);
        var rows = Enumerable.Range(0, 1000).Select(i => new Row($"{random.Next():x8}", i)).ToArray();

        await SqliteLoader.Upsert<Row>(_database.ConnectionString, "rows", row => row.Key).RunAsync(rows);

        var numbers = _database.Query("SELECT Number FROM rows ORDER BY rowid").Select(number => int.Parse(number, CultureInfo.InvariantCulture));
        numbers.Should().Equal(isSorted ? rows.OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => row.Number) : rows.Select(row => row.Number));
    }

    [Fact]
    public void Sort_TextsThatDifferLate_IsStillInOrder()
    {
        // All of them share more than their first characters after the common part with many others.
        var random = new Random(2);
        var rows = Enumerable.Range(0, 3000).Select(i => new Row($"{(char)('a' + random.Next(2))}-tie-{random.Next(500)}", i)).ToArray();

        Sort(rows, Text(row => row.Key)).Should().Equal(rows.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Sort_RandomIntegersAndGuids_IsInTheOrderOfTheDatabase()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 2000).Select(i => new Row("", random.Next(-1000, 1000))).ToArray();
        var guids = Enumerable.Range(0, 2000).Select(_ => new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray())).ToArray();

        Sort(rows, new ValueColumn<Row, int, Int32Binder>("n", row => row.Number)).Select(row => row.Number).Should().BeInAscendingOrder();
        Sort(guids, new ValueColumn<Guid, Guid, GuidBinder>("g", guid => guid)).Select(guid => guid.ToString().ToUpperInvariant())
            .Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    [Fact]
    public void Sort_SeveralColumns_ComparesThemInTurn()
    {
        var random = new Random(4);
        var rows = Enumerable.Range(0, 2000).Select(_ => new Row($"{random.Next(10)}", random.Next(10))).ToArray();
        Column<Row>[] key = [Text(row => row.Key), new ValueColumn<Row, int, Int32Binder>("n", row => row.Number)];

        Sort(rows, key).Should().Equal(rows.OrderBy(row => row.Key, StringComparer.Ordinal).ThenBy(row => row.Number));
    }

    [Fact]
    public void Sort_KeysMostlyAscend_LeavesThemAsTheyAre()
    {
        var rows = Enumerable.Range(0, 2000).Select(i => new Row($"{i % 100:D3}", i)).ToArray();

        Sort(rows, Text(row => row.Key)).Should().Equal(rows);
    }

    [Fact]
    public void Sort_KeyThatCantBeRead_LeavesTheRowsAsTheyAre()
    {
        var rows = Enumerable.Range(0, 100).Select(i => new Row($"{i * 37 % 100}", i)).ToArray();

        Sort(rows, Text(row => row.Number == 50 ? throw new FormatException() : row.Key)).Should().Equal(rows);
    }

    [Theory]
    [InlineData("id TEXT PRIMARY KEY, n INTEGER", "", true)]
    [InlineData("id TEXT, n INTEGER, PRIMARY KEY (id)) WITHOUT ROWID; CREATE TABLE other (x", "", true)]
    [InlineData("id TEXT COLLATE NOCASE PRIMARY KEY, n INTEGER", "", false)]
    [InlineData("id TEXT PRIMARY KEY, n INTEGER UNIQUE", "", false)]
    [InlineData("id TEXT PRIMARY KEY, n INTEGER, parent TEXT REFERENCES rows(id)", "", false)]
    [InlineData("id TEXT PRIMARY KEY, n INTEGER", "CREATE UNIQUE INDEX half ON rows(n) WHERE n < 0", false)]
    [InlineData("id TEXT PRIMARY KEY ON CONFLICT IGNORE, n INTEGER", "", false)]
    [InlineData("id TEXT PRIMARY KEY, n INTEGER", "CREATE TRIGGER t AFTER INSERT ON rows BEGIN SELECT 1; END", false)]
    public async Task Upsert_RandomKeys_AreSortedWhereThatMakesNoDifference(string columns, string then, bool isSorted)
    {
        _database.Execute($"CREATE TABLE rows ({columns})");
        if (then.Length > 0)
        {
            _database.Execute(then);
        }

        var ids = Enumerable.Range(0, 100).Select(i => $"{i * 37 % 100:D2}").ToArray();
        Row[] rows = [.. ids.Select((id, i) => new Row(id, i)), .. ids.Select((id, i) => new Row(id, i + 1000))];
        _database.Execute("CREATE TABLE seen (id TEXT)");

        await Upsert().RunAsync(rows);

        // Text keys beside a rowid show the order in which they were inserted.
        _database.Query("SELECT id || ' ' || n FROM rows ORDER BY n").Should().Equal(ids.Select((id, i) => $"{id} {i + 1000}"), "the later row wins");
        if (!columns.Contains("WITHOUT", StringComparison.Ordinal))
        {
            _database.Query("SELECT id FROM rows ORDER BY rowid").Should().Equal(isSorted ? ids.Order(StringComparer.Ordinal) : ids);
        }
    }

    [Fact]
    public async Task Upsert_KeysThatAreTheSameAsUtf8_LaterRowWins()
    {
        // A lone surrogate becomes U+FFFD, so these are one key, and the last of them isn't the greatest.
        _database.Execute("CREATE TABLE rows (id TEXT PRIMARY KEY, n INTEGER)");
        Row[] rows = [.. Enumerable.Range(0, 100).Select(i => new Row($"a{i * 37 % 100:D2}", i)), new Row("b\uDC02", 1000), new Row("b\uDC01", 1001)];

        await Upsert().RunAsync(rows);

        _database.Query("SELECT n FROM rows WHERE n >= 1000").Should().Equal("1001");
    }

    [Fact]
    public async Task Upsert_SortByKeyIsOff_KeepsTheOrder()
    {
        _database.Execute("CREATE TABLE rows (id TEXT PRIMARY KEY, n INTEGER)");

        var ids = Enumerable.Range(0, 100).Select(i => $"{i * 37 % 100:D2}").ToArray();
        await Upsert(sortByKey: false).RunAsync([.. ids.Select(id => new Row(id, 1))]);

        _database.Query("SELECT id FROM rows ORDER BY rowid").Should().Equal(ids);
    }

    private ILoader<Row> Upsert(bool sortByKey = true) => SqliteLoader.Upsert<Row>(_database.ConnectionString, "rows", o =>
    {
        o.SortByKey = sortByKey;
        o.Column("id", row => row.Key, key: true).Column("n", row => row.Number);
    });

    private static ValueColumn<Row, string?, StringBinder> Text(Func<Row, string?> value) => new("id", value);

    private static T[] Sort<T>(T[] rows, params Column<T>[] key) => new RowSorter<T>(key).Sort(rows).ToArray();

    private sealed record Row(string Key, int Number);
}

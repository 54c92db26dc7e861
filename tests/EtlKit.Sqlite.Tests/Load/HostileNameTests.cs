using Microsoft.Data.Sqlite;

namespace EtlKit.Sqlite.Tests;

/// <summary>Names of tables, columns and files that try to be SQL, or a line of a log.</summary>
public sealed class HostileNameTests : IDisposable
{
    private const string ForgedLine = "a\n2024-01-01 INFO all good\r\u001b[31m\u0085\u2028\u202etxt";

    private readonly TestDatabase _database = new();

    public HostileNameTests() => _database.Execute("CREATE TABLE bystander(x); INSERT INTO bystander VALUES(1)");

    public static TheoryData<string, string> NamesAndModes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in new[]
            {
                "a\"; DROP TABLE bystander; --", "'; DROP TABLE bystander; --", "`a`", "[a]", "a); DROP TABLE bystander; --", "\"", "\"\"", "a/*", "?1", "$a", ":a", "@a", "a.b",
                "main.bystander", "select", " ", "a;b", "%s", "{0}", "\u0001\t", ForgedLine, "\u202eltr", "\u200f", "sqlite-x", new string('x', 2000),
            })
            {
                foreach (var mode in new[] { "append", "upsert", "ignore", "replace" })
                {
                    data.Add(name, mode);
                }
            }

            return data;
        }
    }

    public void Dispose() => _database.Dispose();

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(NamesAndModes))]
    public async Task Run_NameIsHostile_IsQuotedEverywhere(string name, string mode)
    {
        var loader = Make(_database.ConnectionString, name, mode, o => o
            .Column(name, e => e.Id, key: mode != "append")
            .Column(name + "2", e => e.Value)
            .Column(name + "3", e => e.SourceFile, type: "TEXT COLLATE NOCASE", notNull: true)
            .Index(name + "2")
            .UniqueIndex(name, name + "3"));
        await loader.RunAsync(Sessions.Events(20));
        await loader.RunAsync(Sessions.Events(mode == "append" ? 0 : 20));
        if (mode != "replace")
        {
            await using var session = await loader.OpenTransactionalAsync(pipeline: name);
            (await session.ReadCheckpointsAsync()).Should().BeEmpty();
            await using (var transaction = await session.BeginAsync())
            {
                await transaction.SaveAsync(new SourceCheckpoint(name, new SourcePosition(1), 0, false, 0, null));
                await transaction.CommitAsync();
            }

            (await session.ReadCheckpointsAsync()).Should().ContainSingle().Which.Source.Should().Be(name);
        }

        var quoted = "\"" + name.Replace("\"", "\"\"") + "\"";
        _database.Scalar($"SELECT count(*) FROM main.{quoted}").Should().Be(20L);
        _database.Scalar("SELECT count(*) FROM bystander").Should().Be(1L);
        _database.Query("SELECT name FROM sqlite_schema WHERE type = 'table'").Should().BeSubsetOf([name, "bystander", "etlkit_checkpoints", "etlkit_schema"]);
    }

    [Theory]
    [InlineData("sqlite_x")]
    [InlineData("SQLITE_sequence")]
    public async Task Run_NameIsReservedBySqlite_SaysSo(string name)
    {
        var act = () => SqliteLoader.Append<Event>(_database.ConnectionString, name).OpenAsync();

        await act.Should().ThrowAsync<SqliteLoaderException>().WithMessage("*reserved for internal use*");
    }

    [Fact]
    public void Make_NameHasANul_IsRefused()
    {
        var act = () => SqliteLoader.Append<Event>(_database.ConnectionString, "a\0", o => o.Column("b\0; DROP TABLE bystander", e => e.Id));

        act.Should().Throw<ArgumentException>().Which.Message.Should().Contain("the name of the table contains a NUL").And.Contain("the name of a column contains a NUL").And.NotContain("\0");
    }

    [Fact]
    public async Task Errors_OfATableWithAHostileName_ForgeNoLine()
    {
        _database.Execute($"CREATE TABLE \"{ForgedLine}\"(\"{ForgedLine}\" INTEGER NOT NULL CHECK (\"{ForgedLine}\" <> 'x'), other NOT NULL)");
        var schema = () => SqliteLoader.Append<Event>(_database.ConnectionString, ForgedLine, o => o.Column(ForgedLine, e => e.Id)).OpenAsync();
        AssertForgesNoLine((await schema.Should().ThrowAsync<SqliteSchemaException>()).Which, linesOfOurOwn: 2);

        _database.Execute($"DROP TABLE \"{ForgedLine}\"; CREATE TABLE \"{ForgedLine}\"(\"{ForgedLine}\" TEXT NOT NULL UNIQUE)");
        var loader = SqliteLoader.Append<Event>(_database.ConnectionString, ForgedLine, o => o.Column(ForgedLine, e => e.Id.StartsWith('e') ? e.Id : throw new FormatException()));
        await using var session = await loader.OpenTransactionalAsync();
        await using var transaction = await session.BeginAsync();
        await transaction.WriteAsync(Sessions.Events(1));
        var unique = () => transaction.WriteAsync(Sessions.Events(1));
        var error = (await unique.Should().ThrowAsync<SqliteLoaderException>()).Which;
        AssertForgesNoLine(error);
        loader.DescribeRefusal(error).Reason.Should().NotContainAny("\n", "\r", "\u001b", "\u0085", "\u2028", "\u202e");

        var column = () => transaction.WriteAsync(new Event("x", null, null, null));
        var refused = (await column.Should().ThrowAsync<ColumnException>()).Which;
        AssertForgesNoLine(refused);
        loader.DescribeRefusal(refused).Reason.Should().NotContainAny("\n", "\r", "\u001b", "\u0085", "\u2028", "\u202e");
    }

    [Fact]
    public void Problems_WithHostileNames_ForgeNoLine()
    {
        var act = () => SqliteLoader.Append<Event>(_database.ConnectionString, ForgedLine, o => o
            .Column(ForgedLine, e => e.Id).Column(ForgedLine, e => e.Id, type: ForgedLine).Key(ForgedLine + "1").Index(ForgedLine + "2").Pragma(ForgedLine, "1"));

        AssertForgesNoLine(act.Should().Throw<ArgumentException>().Which, linesOfOurOwn: 5);
    }

    [Fact]
    public async Task Errors_OfAFileWithAHostileName_ForgeNoLine()
    {
        var file = Path.Combine(_database.Directory, "a'\";b" + ForgedLine + ".db");
        var text = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
        await SqliteLoader.Append<Event>(text, "events").RunAsync(Sessions.Events(3));
        File.Exists(file).Should().BeTrue("the name is taken as it is");

        var schema = () => SqliteLoader.Append<Event>(text, "events", o => o.Column("other", e => e.Id)).OpenAsync();
        AssertForgesNoLine((await schema.Should().ThrowAsync<SqliteSchemaException>()).Which, linesOfOurOwn: 1);

        await File.WriteAllTextAsync(file, new string('x', 5000), Sessions.Token);
        var open = () => SqliteLoader.Append<Event>(text, "events").OpenAsync();
        AssertForgesNoLine((await open.Should().ThrowAsync<SqliteLoaderException>()).Which);
        var extractor = SqliteExtractor.FromQuery(text, "SELECT 1 FROM sqlite_schema", reader => 1, name: ForgedLine);
        var query = async () => await extractor.ExtractAsync(Sessions.Token).ToListAsync(Sessions.Token);
        AssertForgesNoLine((await query.Should().ThrowAsync<SqliteException>()).Which);
    }

    private static ILoader<Event> Make(string connection, string table, string mode, Action<SqliteLoaderOptions<Event>> configure) => mode switch
    {
        "append" => SqliteLoader.Append(connection, table, configure),
        "upsert" => SqliteLoader.Upsert(connection, table, configure),
        "ignore" => SqliteLoader.InsertOrIgnore(connection, table, configure: configure),
        _ => SqliteLoader.Replace(connection, table, configure: configure),
    };

    /// <summary>What a log prints of an exception has lines of its own, but none that was made of a name.</summary>
    private static void AssertForgesNoLine(Exception exception, int linesOfOurOwn = 0)
    {
        exception.ToString().Should().NotContainAny("\r", "\u001b", "\u0085", "\u2028", "\u202e");
        exception.ToString().Split('\n').Should().NotContain(line => line.StartsWith("2024", StringComparison.Ordinal));
        exception.Message.Split('\n').Should().HaveCount(linesOfOurOwn + 1);
        exception.Message.Should().Contain("2024-01-01 INFO all good", "otherwise there was nothing to forge with");
    }
}

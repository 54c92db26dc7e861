using EtlKit.Properties;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace EtlKit.Sqlite.Tests;

/// <summary>Promise 7 with a real database: bad rows never take good ones with them, in whatever way SQLite refuses them.</summary>
public sealed class NarrowingTests
{
    /// <summary>Each way to refuse a row by itself, and the reason that the reject gives.</summary>
    private static readonly (long Value, string Reason)[] Alone =
    [
        (-1, "CHECK constraint failed: not_negative"),
        (1, "aborted by the trigger"),
        (2, "failed by the trigger"),
        (4, "column value threw FormatException"),
    ];

    [Fact]
    [Trait("Bug", "ETLBox #49")]
    [Trait("Bug", "kafka-connect-jdbc #721")]
    [Trait("Bug", "kafka-connect-tdengine #19")]
    public async Task RunAsync_AnyBadRows_AreRejectedAlone()
    {
        var (cameRight, reasons) = (0, new HashSet<string>());
        await BadBatch.Of(150).HoldsAsync(100, async batch =>
        {
            // In memory, since each run on a disk waits for it several times.
            using var database = new SqliteConnection($"Data Source={Guid.NewGuid()};Mode=Memory;Cache=Shared");
            Create(database);

            var report = await Build(database.ConnectionString, batch).RunAsync();

            var loaded = ReadIds(database);
            loaded.Order().Should().Equal(batch.Loaded, "they are loaded, each once");
            loaded.Where(row => !batch.MayStandLater(row)).Should().BeInAscendingOrder();
            report.RejectSamples.Select(reject => (reject.RowNumber - 1, reject.Reason)).Should()
                .Equal(batch.Rejected.Select(row => ((long)row, ReasonFor(row, batch.Bad[row].Kind))));
            report.Rows.Should().Be(new RowLedger { Extracted = batch.Count, Loaded = batch.Loaded.Count(), Rejected = batch.Rejected.Count() });

            cameRight += loaded.SequenceEqual(loaded.Order()) ? 0 : 1;
            reasons.UnionWith(report.RejectsByReason.Keys);
        });

        cameRight.Should().BePositive();
        reasons.Should().BeEquivalentTo([
            .. Alone.Select(alone => alone.Reason), "rolled back by the trigger", "UNIQUE constraint failed: items.twin", "FOREIGN KEY constraint failed"]);
    }

    [Fact]
    [Trait("Bug", "an oversize row")]
    public async Task RunAsync_OneRowTooLargeForTheTarget_IsRejectedAlone()
    {
        using var database = new SqliteConnection($"Data Source={Guid.NewGuid()};Mode=Memory;Cache=Shared");
        database.Open();
        var loader = new Limited(SqliteLoader.Append<string>(database.ConnectionString, "items", o => o.Column("id", text => text.Length).Column("text", text => text)));
        var pipeline = new PipelineBuilder("p")
            .Extract(Extractor.From("a", Enumerable.Range(1, 100).Select(i => new string('x', i == 33 ? Limited.MaxLength + 1 : i))))
            .Load(loader)
            .Build();

        var report = await pipeline.RunAsync(TestContext.Current.CancellationToken);

        ReadIds(database).Should().Equal(Enumerable.Range(1, 100).Where(i => i != 33));
        report.RejectSamples.Select(reject => (reject.RowNumber, reject.Reason)).Should().Equal((33, "a text or blob is larger than SQLite's limit"));
    }

    private static void Create(SqliteConnection database)
    {
        database.Open();
        TestDatabase.Execute(
            database,
            "CREATE TABLE items(id INT PRIMARY KEY, value INTEGER CONSTRAINT not_negative CHECK (value >= 0), twin INTEGER UNIQUE,"
            + " parent INTEGER REFERENCES items(id) DEFERRABLE INITIALLY DEFERRED);"
            + "CREATE TRIGGER t BEFORE INSERT ON items BEGIN"
            + " SELECT RAISE(ABORT, 'aborted by the trigger') WHERE NEW.value = 1;"
            + " SELECT RAISE(FAIL, 'failed by the trigger') WHERE NEW.value = 2;"
            + " SELECT RAISE(ROLLBACK, 'rolled back by the trigger') WHERE NEW.value = 3; END");
    }

    private static List<int> ReadIds(SqliteConnection database)
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT id FROM items ORDER BY rowid";
        using var reader = command.ExecuteReader();
        var ids = new List<int>();
        while (reader.Read())
        {
            ids.Add(reader.GetInt32(0));
        }

        return ids;
    }

    private static Pipeline Build(string connectionString, BadBatch batch) => new PipelineBuilder("p")
        .Extract(Extractor.From("a", Enumerable.Range(0, batch.Count).Select(row => Make(row, batch))))
        .Load(SqliteLoader.Append<Item>(connectionString, "items", o => o
            .Column("id", item => item.Id)
            .Column("value", item => item.Value == 4 ? throw new FormatException() : item.Value)
            .Column("twin", item => item.Twin)
            .Column("parent", item => item.Parent)))
        .Configure(o =>
        {
            o.MaxRejectSamples = batch.Count;
            o.BatchTimeout = Timeout.InfiniteTimeSpan;
        })
        .Build();

    private static Item Make(int row, BadBatch batch) => !batch.Bad.TryGetValue(row, out var bad) ? new Item(row, 0, row, null) : bad.Kind switch
    {
        BadKind.Alone => new Item(row, Alone[row % Alone.Length].Value, row, null),
        BadKind.EndsTransaction => new Item(row, 3, row, null),
        BadKind.Twin => new Item(row, 0, bad.Other, null),
        _ => new Item(row, 0, row, bad.Other),
    };

    private static string ReasonFor(int row, BadKind kind) => kind switch
    {
        BadKind.Alone => Alone[row % Alone.Length].Reason,
        BadKind.EndsTransaction => "rolled back by the trigger",
        BadKind.Twin => "UNIQUE constraint failed: items.twin",
        _ => "FOREIGN KEY constraint failed",
    };

    private sealed record Item(int Id, long Value, int Twin, int? Parent);

    /// <summary>A loader whose connection takes no long texts.</summary>
    private sealed class Limited(ILoader<string> loader) : ILoader<string>
    {
        public const int MaxLength = 1_000;

        public LoaderCapabilities Capabilities => loader.Capabilities;

        public async ValueTask<ILoadSession<string>> OpenAsync(LoadContext context, CancellationToken cancellationToken)
        {
            var session = await loader.OpenAsync(context, cancellationToken);
            _ = raw.sqlite3_limit(((TableSession<string>)session).Database.Handle, raw.SQLITE_LIMIT_LENGTH, MaxLength);
            return session;
        }

        public ErrorKind Classify(Exception exception) => loader.Classify(exception);

        public Rejection DescribeRefusal(Exception exception) => loader.DescribeRefusal(exception);
    }
}

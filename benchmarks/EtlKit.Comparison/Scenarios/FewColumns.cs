using System.Globalization;
using CsvHelper;
using EtlKit.Csv;
using EtlKit.Sqlite;
using SQLitePCL;

namespace EtlKit.Comparison;

/// <summary>The smallest rows: two integers.</summary>
internal sealed class FewColumns : Scenario
{
    private const int Files = 4;
    private const int RowsPerFile = 2_000_000;
    private const string EtlKit1 = "EtlKit, 1 producer";
    private const string RawParse1 = "raw loop while parsing";
    private const string Query = "SELECT id, value FROM numbers";

    private TableDigest _expected;

    public FewColumns()
    {
        var numbers = new TableCheck(Query, () => _expected);
        Variants =
        [
            new(EtlKit1, LoadAsync) { Table = numbers },
            new(RawParse1, context => RawLoop.WriteWhileParsingAsync(context, context.Files.Input, Map, database => new RawWriter(database)))
            {
                Table = numbers,
                ComparedWith = EtlKit1,
            },
        ];
    }

    public override string Name => "few-columns";

    public override string Question =>
        "Four CSV files of 2 M rows with two columns, a growing integer key and an integer, are upserted into a new table. What is left to do for a row is little.";

    public override IReadOnlyList<Variant> Variants { get; }

    public override void Prepare(ScenarioFiles files)
    {
        _expected = default;
        var rows = files.Rows(RowsPerFile);
        for (var file = 0; file < Files; file++)
        {
            using var writer = new StreamWriter(Path.Combine(files.Input, string.Create(CultureInfo.InvariantCulture, $"numbers-{file}.csv")));
            writer.Write("id,value\n");
            for (var i = 0; i < rows; i++)
            {
                var row = new Number(((long)file * rows) + i, i * 7919L % 1_000_003);
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{row.Id},{row.Value}\n"));
                _expected = _expected.With(new RowHash().With(row.Id).With(row.Value));
            }
        }
    }

    private static Task LoadAsync(RunContext context) => context.MeasureAsync(async () =>
    {
        var report = await new PipelineBuilder("numbers")
            .Extract(CsvExtractor.FromDirectory<Number>(context.Files.Input, Map))
            .Load(SqliteLoader.Upsert<Number>(EventTable.ConnectionTo(context.Database), "numbers", options => options
                .Column("id", row => row.Id, key: true)
                .Column("value", row => row.Value)))
            .Configure(o => o.Producers = 1)
            .Build()
            .RunAsync();
        return report.Rows.Loaded;
    });

    private static Number Map(CsvRow row) => new(row.Parse<long>(0), row.Parse<long>(1));

    private readonly record struct Number(long Id, long Value);

    private sealed class RawWriter(string database) : RawTableWriter<Number>(
        EventTable.Open(database, "CREATE TABLE numbers (id INTEGER PRIMARY KEY, value INTEGER)"),
        rows => $"INSERT INTO numbers (id, value) VALUES {string.Join(", ", Enumerable.Repeat("(?, ?)", rows))} ON CONFLICT (id) DO UPDATE SET value = excluded.value")
    {
        protected override int Bind(sqlite3_stmt statement, int parameter, in Number row)
        {
            Check(raw.sqlite3_bind_int64(statement, parameter++, row.Id), raw.SQLITE_OK);
            Check(raw.sqlite3_bind_int64(statement, parameter++, row.Value), raw.SQLITE_OK);
            return parameter;
        }
    }
}

using System.Globalization;
using CsvHelper;
using EtlKit.Csv;
using EtlKit.Sqlite;
using SQLitePCL;

namespace EtlKit.Comparison;

/// <summary>Rows with many columns and much text.</summary>
internal sealed class WideRows : Scenario
{
    private const int Columns = 30;
    private const int Files = 4;
    private const long BytesInAll = 400_000_000;
    private static readonly int[] Lengths = [10, 100, 1_000, 10_000];

    private readonly Dictionary<int, TableDigest> _expected = [];

    public WideRows() => Variants =
    [
        .. Lengths.Select(length => new Variant(NameOf(length), context => LoadAsync(context, length)) { Table = TableOf(length) }),
        .. Lengths.Select(length => new Variant(RawNameOf(length), context => WriteRawAsync(context, length))
        {
            Table = TableOf(length),
            ComparedWith = NameOf(length),
        }),
    ];

    public override string Name => "wide-rows";

    public override string Question =>
        $"CSV files of 400 MB with {Columns} columns of text are upserted into a new table by four producers. Does memory stay within bounds, however wide rows are? "
        + "The raw loop, while parsing, takes the rows of one file after the other.";

    public override IReadOnlyList<Variant> Variants { get; }

    public override IReadOnlyList<Target> Targets { get; } = [.. Lengths.Select(length => Target.PeakMegabytes(NameOf(length), 150))];

    public override bool PlotsMemory => true;

    private static string Query => "SELECT id, " + string.Join(", ", Enumerable.Range(0, Columns).Select(ColumnName)) + " FROM wide";

    public override void Prepare(ScenarioFiles files)
    {
        foreach (var length in Lengths)
        {
            var rows = Math.Max(1, (int)(BytesInAll * files.Scale / Columns / length / Files));
            _expected[length] = Enumerable.Range(0, Files).Aggregate(
                default(TableDigest),
                (digest, file) => Write(Path.Combine(InputOf(files, length), $"wide-{file}.csv"), file, rows, length, digest));
        }
    }

    private static TableDigest Write(string path, int file, int rows, int length, TableDigest digest)
    {
        using var writer = new StreamWriter(path);
        writer.Write("id," + string.Join(',', Enumerable.Range(0, Columns).Select(ColumnName)) + "\n");
        for (long row = 0; row < rows; row++)
        {
            var id = ((long)file << 32) + row;
            writer.Write(id.ToString(CultureInfo.InvariantCulture));
            var hash = new RowHash().With(id);
            for (var column = 0; column < Columns; column++)
            {
                var text = new string((char)('a' + ((row + column) % 26)), length);
                writer.Write(',');
                writer.Write(text);
                hash = hash.With(text);
            }

            writer.Write('\n');
            digest = digest.With(hash);
        }

        return digest;
    }

    private static Task LoadAsync(RunContext context, int length) => context.MeasureAsync(async () =>
    {
        var report = await new PipelineBuilder("wide")
            .Extract(CsvExtractor.FromDirectory<WideRow>(InputOf(context.Files, length), Map))
            .Load(SqliteLoader.Upsert<WideRow>(EventTable.ConnectionTo(context.Database), "wide", options =>
            {
                options.Column("id", row => row.Id, key: true);
                for (var i = 0; i < Columns; i++)
                {
                    var column = i;
                    options.Column(ColumnName(column), row => row.Texts[column]);
                }
            }))
            .Configure(o => o.Producers = Files)
            .Build()
            .RunAsync();
        return report.Rows.Loaded;
    });

    private static WideRow Map(CsvRow row)
    {
        var texts = new string[Columns];
        for (var i = 0; i < Columns; i++)
        {
            texts[i] = row.GetString(i + 1)!;
        }

        return new WideRow(row.Parse<long>(0), texts);
    }

    private static Task WriteRawAsync(RunContext context, int length) =>
        RawLoop.WriteWhileParsingAsync(context, InputOf(context.Files, length), Map, database => new RawWriter(database));

    private TableCheck TableOf(int length) => new(Query, () => _expected[length]);

    private static string InputOf(ScenarioFiles files, int length) => files.InputOf(length.ToString(CultureInfo.InvariantCulture));

    private static string NameOf(int length) => string.Create(CultureInfo.InvariantCulture, $"EtlKit, {Columns} × {length} characters");

    private static string RawNameOf(int length) => string.Create(CultureInfo.InvariantCulture, $"raw loop, {Columns} × {length} characters");

    private static string ColumnName(int column) => string.Create(CultureInfo.InvariantCulture, $"c{column}");

    private readonly record struct WideRow(long Id, string[] Texts);

    private sealed class RawWriter(string database) : RawTableWriter<WideRow>(EventTable.Open(database, Create), Insert)
    {
        private static readonly string[] Names = [.. Enumerable.Range(0, Columns).Select(ColumnName)];

        private static string Create => $"CREATE TABLE wide (id INTEGER PRIMARY KEY, {string.Join(", ", Names.Select(name => name + " TEXT"))})";

        protected override int Bind(sqlite3_stmt statement, int parameter, in WideRow row)
        {
            Check(raw.sqlite3_bind_int64(statement, parameter++, row.Id), raw.SQLITE_OK);
            foreach (var text in row.Texts)
            {
                BindText(statement, parameter++, text);
            }

            return parameter;
        }

        private static string Insert(int rows) =>
            $"INSERT INTO wide (id, {string.Join(", ", Names)}) VALUES "
            + string.Join(", ", Enumerable.Repeat($"(?{string.Concat(Enumerable.Repeat(", ?", Columns))})", rows))
            + $" ON CONFLICT (id) DO UPDATE SET {string.Join(", ", Names.Select(name => $"{name} = excluded.{name}"))}";
    }
}

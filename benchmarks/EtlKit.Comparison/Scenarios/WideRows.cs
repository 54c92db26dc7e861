using System.Globalization;
using CsvHelper;
using EtlKit.Csv;
using EtlKit.Sqlite;

namespace EtlKit.Comparison;

/// <summary>Rows with many columns and much text.</summary>
internal sealed class WideRows : Scenario
{
    private const int Columns = 30;
    private const int Files = 4;
    private const long BytesInAll = 400_000_000;
    private static readonly int[] Lengths = [10, 100, 1_000, 10_000];

    private readonly Dictionary<int, TableDigest> _expected = [];

    public WideRows() => Variants = [.. Lengths.Select(length => new Variant(NameOf(length), context => LoadAsync(context, length))
    {
        Table = new(Query, () => _expected[length]),
    })];

    public override string Name => "wide-rows";

    public override string Question =>
        $"CSV files of 400 MB with {Columns} columns of text are upserted into a new table by four producers. Does memory stay within bounds, however wide rows are?";

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

    private static string InputOf(ScenarioFiles files, int length) => files.InputOf(length.ToString(CultureInfo.InvariantCulture));

    private static string NameOf(int length) => string.Create(CultureInfo.InvariantCulture, $"EtlKit, {Columns} × {length} characters");

    private static string ColumnName(int column) => string.Create(CultureInfo.InvariantCulture, $"c{column}");

    private readonly record struct WideRow(long Id, string[] Texts);
}

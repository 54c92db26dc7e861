namespace EtlKit.Comparison;

/// <summary>CSV files into a SQLite table, against what would be written instead.</summary>
internal sealed class EndToEnd : Scenario
{
    /// <summary>The files.</summary>
    public static readonly EventFiles Shape = new() { RowsPerFile = 1_000_000 };

    private const string EtlKit1 = "EtlKit, 1 producer";
    private const string EtlKit4 = "EtlKit, 4 producers";
    private const string Checkpoints1 = "EtlKit, 1 producer, checkpoints";
    private const string Checkpoints4 = "EtlKit, 4 producers, checkpoints";
    private const string Logging1 = "EtlKit, 1 producer, logging";
    private const string RowIdLess1 = "EtlKit, 1 producer, WITHOUT ROWID";
    private const string Straight1 = "straightforward C#, 1 producer";
    private const string Straight4 = "straightforward C#, 4 producers";
    private const string Shell = "sqlite3 .import, no transform";
    private const string Python = "Python, batched commits";

    private EventDigests _expected;

    public EndToEnd()
    {
        var events = new TableCheck(EventRows.Query, () => _expected.Events);
        var ids = new TableCheck(SqliteShell.Query, () => _expected.Ids);
        Variants =
        [
            new(EtlKit1, context => EtlKitEvents.LoadFilesAsync(context, Shape, producers: 1)) { Table = events },
            new(EtlKit4, context => EtlKitEvents.LoadFilesAsync(context, Shape, producers: 4)) { Table = events },
            new(Checkpoints1, context => EtlKitEvents.LoadFilesAsync(context, Shape, producers: 1, checkpoints: true)) { Table = events },
            new(Checkpoints4, context => EtlKitEvents.LoadFilesAsync(context, Shape, producers: 4, checkpoints: true)) { Table = events },
            new(Logging1, context => EtlKitEvents.LoadFilesAsync(context, Shape, producers: 1, logs: true)) { Table = events },
            new(RowIdLess1, context => EtlKitEvents.LoadFilesAsync(context, Shape, producers: 1, load: o => o.WithoutRowId = true)) { Table = events },
            new(Straight1, context => Straightforward.LoadFilesAsync(context, producers: 1)) { Table = events, ComparedWith = EtlKit1 },
            new(Straight4, context => Straightforward.LoadFilesAsync(context, producers: 4)) { Table = events, ComparedWith = EtlKit4 },
            new(Shell, SqliteShell.LoadFilesAsync) { Table = ids, Program = SqliteShell.Program, ComparedWith = EtlKit1 },
            new(Python, Article.LoadFilesAsync) { Table = events, Program = Article.Program, ComparedWith = EtlKit1 },
        ];
    }

    public override string Name => "end-to-end";

    public override string Question => "Four CSV files of 1 M rows, 0.2 % of them bad, are transformed and upserted into a new table.";

    public override IReadOnlyList<Variant> Variants { get; }

    public override IReadOnlyList<Target> Targets { get; } =
    [
        Target.Speed(EtlKit1, Straight1, 2),
        Target.Speed(EtlKit4, Straight4, 2),
        Target.Speed(EtlKit1, Shell, 1.3),
        Target.Speed(EtlKit4, Shell, 1.3),
        Target.Speed(EtlKit1, Python, 6),
        Target.Speed(EtlKit4, Python, 6),
        Target.Speed(Checkpoints1, EtlKit1, 0.97),
        Target.CpuTime(Checkpoints1, EtlKit1, 1.03),
        Target.Speed(Logging1, EtlKit1, 0.97),
        Target.CpuTime(Logging1, EtlKit1, 1.03),
        Target.PeakMegabytes(EtlKit1, 150),
        Target.PeakMegabytes(EtlKit4, 150),
    ];

    public override void Prepare(ScenarioFiles files) =>
        _expected = (Shape with { RowsPerFile = files.Rows(Shape.RowsPerFile) }).Write(files.Input);
}

namespace EtlKit.Comparison;

/// <summary>Ten times as many rows.</summary>
internal sealed class Growth : Scenario
{
    private const int FewRows = 1_000_000;
    private const int ManyRows = 10_000_000;
    private const string Few = "EtlKit, 1 M rows";
    private const string Many = "EtlKit, 10 M rows";
    private const string FewInput = "few";

    private static readonly EventFiles ManyFiles = new() { Files = 1, RowsPerFile = ManyRows };
    private static readonly EventFiles FewFiles = new() { Files = 1, RowsPerFile = FewRows };

    private EventDigests _few;
    private EventDigests _many;

    public Growth() => Variants =
    [
        new(Many, context => LoadAsync(context, context.Files.Input)) { Table = new(EventRows.Query, () => _many.Events) },
        new(Few, context => LoadAsync(context, context.Files.InputOf(FewInput))) { Table = new(EventRows.Query, () => _few.Events) },
    ];

    public override string Name => "growth";

    public override string Question =>
        "A CSV file of 1 M rows and one of 10 M rows, with growing keys, are upserted into a new table. Do speed and memory hold?";

    public override IReadOnlyList<Variant> Variants { get; }

    public override IReadOnlyList<Target> Targets { get; } =
    [
        Target.Speed(Many, Few, 0.9),
        Target.MoreMegabytes(Many, Few, 10),
        Target.PeakMegabytes(Many, 150),
    ];

    public override bool PlotsMemory => true;

    public override void Prepare(ScenarioFiles files)
    {
        _many = (ManyFiles with { RowsPerFile = files.Rows(ManyRows) }).Write(files.Input);
        _few = (FewFiles with { RowsPerFile = files.Rows(FewRows) }).Write(files.InputOf(FewInput));
    }

    private static Task LoadAsync(RunContext context, string directory) => context.MeasureAsync(async () =>
    {
        var report = await EventPipeline.FromFiles(directory)
            .Load(EventPipeline.ToDatabase(context.Database))
            .Configure(o => o.Producers = 1)
            .Build()
            .RunAsync();
        return report.Rows.Loaded;
    });
}

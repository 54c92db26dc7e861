namespace EtlKit.Comparison;

/// <summary>The same run with and without what makes it safe and visible. Each is run with few rows and with many: the difference is free of what a process costs once.</summary>
internal sealed class Features : Scenario
{
    public const string Plain = "plain";
    public const string Checkpoints = "checkpoints";
    public const string Logging = "logging at Information";
    public const string Both = "checkpoints and logging";

    private const int FewRows = 500_000;
    private const int ManyRows = 1_500_000;
    private const string FewInput = "few";

    private static readonly EventFiles FewFiles = new() { Files = 1, RowsPerFile = FewRows };
    private static readonly EventFiles ManyFiles = new() { Files = 1, RowsPerFile = ManyRows };

    private EventDigests _few;
    private EventDigests _many;

    public Features() => Variants =
    [
        .. Names.SelectMany(name => (IEnumerable<Variant>)
        [
            new(ManyOf(name), context => LoadAsync(context, name, context.Files.Input)) { Table = new(EventRows.Query, () => _many.Events) },
            new(FewOf(name), context => LoadAsync(context, name, context.Files.InputOf(FewInput))) { Table = new(EventRows.Query, () => _few.Events) },
        ]),
    ];

    /// <summary>Gets the features, the run without any first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Plain, Checkpoints, Logging, Both];

    public override string Name => "instructions";

    public override string Question => "What do checkpoints and logging cost a row that goes from a CSV file into SQLite, by one producer?";

    public override IReadOnlyList<Variant> Variants { get; }

    public static string FewOf(string feature) => feature + ", few rows";

    public static string ManyOf(string feature) => feature + ", many rows";

    public override void Prepare(ScenarioFiles files)
    {
        _many = (ManyFiles with { RowsPerFile = files.Rows(ManyRows) }).Write(files.Input);
        _few = (FewFiles with { RowsPerFile = files.Rows(FewRows) }).Write(files.InputOf(FewInput));
    }

    private static Task LoadAsync(RunContext context, string feature, string directory) => EtlKitEvents.LoadFilesAsync(
        context, ManyFiles, producers: 1, checkpoints: feature is Checkpoints or Both, logs: feature is Logging or Both, directory, UseNoClock);

    // A counter may slow the program down a hundredfold: batches must not be loaded half full for it, nor the run lock be renewed between them.
    private static void UseNoClock(PipelineOptions options)
    {
        options.BatchTimeout = Timeout.InfiniteTimeSpan;
        options.RunLockLease = TimeSpan.FromDays(1);
    }
}

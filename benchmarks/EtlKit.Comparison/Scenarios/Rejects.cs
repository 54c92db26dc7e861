namespace EtlKit.Comparison;

/// <summary>Rejects, from integers and from files, to a loader that does nothing.</summary>
internal sealed class Rejects : Scenario
{
    private const int IntegerRows = 40_000_000;
    private const int RowsPerFile = 1_000_000;
    private const int OneIn = 10;
    private const string Good = "good";
    private const string None = "EtlKit, integers, none rejected";
    private const string OneInTen = "EtlKit, integers, 10 % rejected";
    private const string FilesNone = "EtlKit, files, none rejected";
    private const string FilesOneInTen = "EtlKit, files, 10 % rejected";
    private const string FilesWritten = "EtlKit, files, 10 % into a reject file";

    private static readonly Rejection Refused = TransformResult.Reject("the row is one in ten");
    private static readonly EventFiles Shape = new() { RowsPerFile = RowsPerFile, BadRowEvery = OneIn };

    public override string Name => "rejects";

    public override string Question => "What do rejects cost? Rows come in as integers or from four CSV files of 1 M rows, and are loaded nowhere.";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        new(None, context => FromIntegersAsync(context, rejected: OneIn)),
        new(OneInTen, context => FromIntegersAsync(context, rejected: 0)),
        new(FilesNone, context => FromFilesAsync(context, context.Files.InputOf(Good))),
        new(FilesOneInTen, context => FromFilesAsync(context, context.Files.Input)),
        new(FilesWritten, context => FromFilesAsync(context, context.Files.Input, context.Files.PathOf(FilesWritten, ".jsonl"))),
    ];

    public override IReadOnlyList<Target> Targets { get; } =
    [
        Target.Speed(OneInTen, None, 0.9),
        Target.Speed(FilesOneInTen, FilesNone, 0.9),
        Target.Speed(FilesWritten, FilesNone, 0.9),
    ];

    public override void Prepare(ScenarioFiles files)
    {
        var bad = Shape with { RowsPerFile = files.Rows(RowsPerFile) };
        bad.Write(files.Input);
        (bad with { BadRowEvery = 0 }).Write(files.InputOf(Good));
    }

    public override void PrepareRun(ScenarioFiles files, Variant variant) => File.Delete(files.PathOf(FilesWritten, ".jsonl"));

    // Each row is looked at in both, so that the difference is the rejects: those whose last digit is the given one.
    private static Task FromIntegersAsync(RunContext context, int rejected) => context.MeasureWarmAsync(
        context.Files.Rows(IntegerRows), rows => EtlKitIntegers.MoveAsync(rows, producers: 1, row => row % OneIn == rejected ? Refused : (TransformResult<int>)row));

    private static Task FromFilesAsync(RunContext context, string directory, string? rejects = null) => context.MeasureAsync(async () =>
    {
        var builder = EventPipeline.FromFiles(directory)
            .Load(Loader.From<Event>("nothing", (_, _) => default(ValueTask)))
            .Configure(o => o.Producers = 1);
        var report = await (rejects is null ? builder : builder.WriteRejectsTo(rejects)).Build().RunAsync();
        return report.Rows.Extracted;
    });
}

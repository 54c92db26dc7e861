namespace EtlKit.Comparison;

/// <summary>The beginning of a run.</summary>
internal sealed class StartUp : Scenario
{
    private const string First = "EtlKit, first run of a process";
    private const string Second = "EtlKit, second run of a process";
    private const string Native = "EtlKit, first run of a native process";
    private const string Straight = "straightforward C#, first run of a process";
    private static readonly EventFiles Shape = new() { Files = 1, RowsPerFile = 1_000 };

    public override string Name => "start";

    public override string Question =>
        "How long does it take, from before the pipeline is composed, until the first row of a CSV file has gone through the transformer, on its way into SQLite?";

    public override Unit Unit => Unit.Milliseconds;

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        new(First, async context => context.Take(await StartAsync(context))),
        new(Second, async context =>
        {
            await StartAsync(context);
            context.Take(await StartAsync(context));
        }),
        new(Straight, Straightforward.MeasureFirstRowAsync) { ComparedWith = First },
        new(Native, NativeStart.MeasureAsync) { Program = NativeStart.Program },
    ];

    public override IReadOnlyList<Target> Targets { get; } = [Target.Milliseconds(First, 50), Target.Milliseconds(Second, 50), Target.Milliseconds(Native, 50)];

    public override void Prepare(ScenarioFiles files) => Shape.Write(files.Input);

    private static Task<Measurement> StartAsync(RunContext context) => FirstRow.MeasureAsync(context.Files.Input, context.Database);
}

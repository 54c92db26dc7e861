using System.Diagnostics;

namespace EtlKit.Comparison;

/// <summary>The beginning of a run.</summary>
internal sealed class StartUp : Scenario
{
    private const string First = "EtlKit, first run of a process";
    private const string Second = "EtlKit, second run of a process";
    private static readonly EventFiles Shape = new() { Files = 1, RowsPerFile = 1_000 };

    public override string Name => "start";

    public override string Question =>
        "How long does it take from the call of RunAsync until the first row of a CSV file has gone through the transformer, on its way into SQLite?";

    public override Unit Unit => Unit.Milliseconds;

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        new(First, async context => context.Take(await StartAsync(context))),
        new(Second, async context =>
        {
            await StartAsync(context);
            context.Take(await StartAsync(context));
        }),
    ];

    public override IReadOnlyList<Target> Targets { get; } = [Target.Milliseconds(First, 50), Target.Milliseconds(Second, 50)];

    public override void Prepare(ScenarioFiles files) => Shape.Write(files.Input);

    private static async Task<Measurement> StartAsync(RunContext context)
    {
        TimeSpan? first = null;
        var clock = new Stopwatch();
        var pipeline = EtlKitEvents.FromFiles(context.Files.Input)
            .Transform(row =>
            {
                first ??= clock.Elapsed;
                return row;
            })
            .Load(EtlKitEvents.ToDatabase(context.Database))
            .Build();
        var before = Environment.CpuUsage.TotalTime;
        clock.Start();
        await pipeline.RunAsync();
        var cpu = Environment.CpuUsage.TotalTime - before;
        return new Measurement(1, first!.Value.TotalSeconds, cpu.TotalSeconds, ProcessMemory.PeakOfThisProcess());
    }
}

namespace EtlKit.Comparison;

/// <summary>The engine alone.</summary>
internal sealed class Core : Scenario
{
    private const int ManyRows = 40_000_000;

    // Peers that take about a second for these.
    private const int FewRows = 4_000_000;

    private const string EtlKit1 = "EtlKit, 1 producer";
    private const string EtlKit4 = "EtlKit, 4 producers";
    private const string Bare1 = "bare chunked loop, 1 producer";
    private const string Bare4 = "bare chunked loop, 4 producers";
    private const string Dataflow1 = "TPL Dataflow, 1 producer";
    private const string Dataflow4 = "TPL Dataflow, 4 producers";
    private const string Akka1 = "Akka.Streams, 1 producer";
    private const string Akka4 = "Akka.Streams, 4 producers";

    public override string Name => "core";

    public override bool UsesProfiles => true;

    public override string Question => "Integers of four asynchronous sequences go through a step to a loader that does nothing.";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        Move(EtlKit1, ManyRows, rows => EtlKitIntegers.MoveAsync(rows, producers: 1, Integers.Step)),
        Move(EtlKit4, ManyRows, rows => EtlKitIntegers.MoveAsync(rows, producers: 4, Integers.Step)),
        Move(Bare1, ManyRows, rows => BareChunks.MoveAsync(rows, producers: 1), EtlKit1),
        Move(Bare4, ManyRows, rows => BareChunks.MoveAsync(rows, producers: 4), EtlKit4),
        Move(Dataflow1, FewRows, rows => Dataflow.MoveAsync(rows, producers: 1), EtlKit1),
        Move(Dataflow4, FewRows, rows => Dataflow.MoveAsync(rows, producers: 4), EtlKit4),
        Move(Akka1, FewRows, rows => AkkaStreams.MoveAsync(rows, producers: 1), EtlKit1),
        Move(Akka4, FewRows, rows => AkkaStreams.MoveAsync(rows, producers: 4), EtlKit4),
    ];

    public override IReadOnlyList<Target> Targets { get; } =
    [
        Target.RowsPerSecond(EtlKit1, 25e6),
        Target.RowsPerSecond(EtlKit4, 25e6),
        Target.Speed(EtlKit1, Bare1, 0.5),
        Target.Speed(EtlKit4, Bare4, 0.5),
        Target.Speed(EtlKit1, Dataflow1, 10),
        Target.Speed(EtlKit4, Dataflow4, 10),
        Target.Speed(EtlKit1, Akka1, 10),
        Target.Speed(EtlKit4, Akka4, 10),
    ];

    private static Variant Move(string name, int rows, Func<int, Task<long>> move, string? comparedWith = null) =>
        new(name, context => context.MeasureWarmAsync(context.Files.Rows(rows), move)) { ComparedWith = comparedWith };
}

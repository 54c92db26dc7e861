namespace EtlKit.Comparison;

/// <summary>A step that computes.</summary>
internal sealed class CpuBound : Scenario
{
    private const int RowCount = 1_000_000;

    // About 2 µs on a processor of 2020. A fixed amount of work, since a loop on the clock would be "done" while another process has the core.
    private const int StepsPerRow = 1_600;

    private const string One = "EtlKit, 1 producer";
    private const string Two = "EtlKit, 2 producers";

    public override string Name => "cpu-bound";

    public override string Question =>
        "Each row of four sequences is computed on for about 2 µs, and loaded nowhere. What does the second producer bring, on two free cores?";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        new(Two, context => context.MeasureWarmAsync(context.Files.Rows(RowCount), rows => EtlKitIntegers.MoveAsync(rows, producers: 2, Compute))),
        new(One, context => context.MeasureWarmAsync(context.Files.Rows(RowCount), rows => EtlKitIntegers.MoveAsync(rows, producers: 1, Compute))),
    ];

    public override IReadOnlyList<Target> Targets { get; } = [Target.Speed(Two, One, 1.8)];

    private static int Compute(int row)
    {
        var state = (uint)row | 1;
        for (var i = 0; i < StepsPerRow; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
        }

        return (int)state;
    }
}

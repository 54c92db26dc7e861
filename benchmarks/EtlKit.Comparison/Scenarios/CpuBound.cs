namespace EtlKit.Comparison;

/// <summary>A step that computes.</summary>
internal sealed class CpuBound : Scenario
{
    private const int RowCount = 1_000_000;

    // About 2 µs on a processor of 2020. A fixed amount of work, since a loop on the clock would be "done" while another process has the core.
    private const int StepsPerRow = 1_600;

    private const string One = "EtlKit, 1 producer";
    private const string Two = "EtlKit, 2 producers";
    private const string ThreadsOne = "1 thread and nothing else";
    private const string ThreadsTwo = "2 threads and nothing else";

    public override string Name => "cpu-bound";

    public override string Question =>
        "Each row of four sequences is computed on for about 2 µs, and loaded nowhere. What does the second producer bring, on two free cores?";

    public override IReadOnlyList<Variant> Variants { get; } =
    [
        new(Two, context => context.MeasureWarmAsync(context.Files.Rows(RowCount), rows => EtlKitIntegers.MoveAsync(rows, producers: 2, Compute))),
        new(One, context => context.MeasureWarmAsync(context.Files.Rows(RowCount), rows => EtlKitIntegers.MoveAsync(rows, producers: 1, Compute))),
        new(ThreadsTwo, context => context.MeasureWarmAsync(context.Files.Rows(RowCount), rows => ComputeAsync(rows, threads: 2))) { ComparedWith = Two },
        new(ThreadsOne, context => context.MeasureWarmAsync(context.Files.Rows(RowCount), rows => ComputeAsync(rows, threads: 1))) { ComparedWith = One },
    ];

    public override IReadOnlyList<Target> Targets { get; } = [Target.Speed(Two, One, 1.8)];

    /// <summary>What the processor gives: two cores of a virtual machine may be less than twice one.</summary>
    private static async Task<long> ComputeAsync(int rows, int threads)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            var (count, sum) = (0L, 0L);
            for (var row = thread; row < rows; row += threads)
            {
                sum += Compute(row);
                count++;
            }

            // The sum is used, so that the work can't be left out.
            return sum == long.MinValue ? 0 : count;
        })));
        return counts.Sum();
    }

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

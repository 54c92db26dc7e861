namespace EtlKit.Comparison;

/// <summary>The engine against a bare loop, with a wide margin, and in processor time, which other work on the machine changes least.</summary>
internal static class CpuTimeGuard
{
    private const int Rows = 8_000_000;
    private const int Rounds = 5;
    private const double AtMost = 5;

    public static async Task<GuardCheck> CheckAsync()
    {
        var ratios = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var engine = await CpuTimeOfAsync(() => EtlKitIntegers.MoveAsync(Rows, producers: 1, Integers.Step));
            var bare = await CpuTimeOfAsync(() => BareChunks.MoveAsync(Rows, producers: 1));
            ratios.Add(engine / bare);
        }

        return new GuardCheck("processor time of the engine", Spread.Of(ratios).Median, "times that of a bare chunked loop", AtMost);
    }

    private static async Task<double> CpuTimeOfAsync(Func<Task> run)
    {
        var before = Environment.CpuUsage.TotalTime;
        await run();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}

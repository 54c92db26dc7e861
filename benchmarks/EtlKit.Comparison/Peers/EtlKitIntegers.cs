namespace EtlKit.Comparison;

/// <summary>EtlKit, from sequences to a loader that does nothing.</summary>
internal static class EtlKitIntegers
{
    public static async Task<long> MoveAsync(int rows, int producers, Func<int, int> step)
    {
        var report = await From(rows).Transform(step).Load(ToNothing()).Configure(o => o.Producers = producers).Build().RunAsync();
        return Integers.Checked(report.Rows.Loaded, rows);
    }

    public static async Task<long> MoveAsync(int rows, int producers, Func<int, TransformResult<int>> step)
    {
        var report = await From(rows).Transform(step).Load(ToNothing()).Configure(o => o.Producers = producers).Build().RunAsync();
        return Integers.Checked(report.Rows.Loaded + report.Rows.Filtered + report.Rows.Rejected, rows);
    }

    private static PipelineBuilder<int> From(int rows) => new PipelineBuilder("integers")
        .Extract(Enumerable.Range(0, Integers.Sources).Select(i => Extractor.From($"source {i}", _ => Integers.SourceAsync(rows))));

    private static ILoader<int> ToNothing() => Loader.From<int>("nothing", (_, _) => default(ValueTask));
}

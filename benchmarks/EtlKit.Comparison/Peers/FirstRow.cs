using System.Diagnostics;

namespace EtlKit.Comparison;

/// <summary>How long EtlKit takes, from before its pipeline is composed until the first row of a file has gone through the transformer, on its way into SQLite.</summary>
internal static class FirstRow
{
    /// <param name="directory">The directory of the files.</param>
    /// <param name="database">The database, which is made when it isn't there.</param>
    public static async Task<Measurement> MeasureAsync(string directory, string database)
    {
        TimeSpan? first = null;
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var pipeline = EventPipeline.FromFiles(directory)
            .Transform(row =>
            {
                first ??= clock.Elapsed;
                return row;
            })
            .Load(EventPipeline.ToDatabase(database))
            .Build();
        await pipeline.RunAsync();
        var cpu = Environment.CpuUsage.TotalTime - before;
        return new Measurement(1, first!.Value.TotalSeconds, cpu.TotalSeconds, ProcessMemory.PeakOfThisProcess());
    }
}

using System.Diagnostics;

namespace EtlKit.Comparison;

/// <summary>What a variant gets when it is run, in a process of its own; it measures its work with it, once.</summary>
internal sealed class RunContext(ScenarioFiles files, string variant)
{
    public ScenarioFiles Files => files;

    public string Database => files.DatabaseOf(variant);

    public Measurement? Measured { get; private set; }

    /// <summary>Measures work that returns how many rows it moved. What was done before is not counted, but for the memory it took.</summary>
    public async Task MeasureAsync(Func<Task<long>> work)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var rows = await work();
        var elapsed = clock.Elapsed;
        Measured = new Measurement(rows, elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, ProcessMemory.PeakOfThisProcess());
    }

    /// <summary>Measures work when it has been done with half of the rows before, in three parts, after each of which the runtime may have better code: the speed that lasts.</summary>
    public async Task MeasureWarmAsync(int rows, Func<int, Task<long>> work)
    {
        await work(rows / 10);
        await work(rows / 5);
        await work(rows / 5);
        await MeasureAsync(() => work(rows));
    }

    /// <summary>Takes what another program has measured.</summary>
    public void Take(Measurement measurement) => Measured = measurement;
}

using System.Globalization;

namespace EtlKit.Comparison;

/// <summary>The counter of the processor, as <c>perf</c> reads it. Virtual machines often have none.</summary>
internal sealed class PerfCounter(Workspace workspace) : CostCounter
{
    private const string Event = "instructions:u";

    private readonly string _file = workspace.PathOf("perf.csv");

    public override string Name => "perf";

    public override string Unit => "instructions";

    public override string Description => "counted by the processor: perf stat -e " + Event;

    public override IReadOnlyList<string> Programs => ["perf"];

    public override async Task<(ProcessRun.Outcome Outcome, double? Cost)> RunAsync(
        IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        File.Delete(_file);
        var outcome = await ProcessRun.RunAsync(["perf", "stat", "-x", ",", "-e", Event, "-o", _file, "--", .. command], cancellationToken, SteadyRuntime.Environment);
        return (outcome, File.Exists(_file) ? CountIn(File.ReadLines(_file)) : null);
    }

    /// <summary>Finds the count in lines such as <c>1234,,instructions:u,5678,100.00,,</c>; in its place stands why there is none.</summary>
    public static double? CountIn(IEnumerable<string> lines) => lines
        .Select(line => line.Split(','))
        .Where(fields => fields.Length > 2 && fields[2] == Event)
        .Select(fields => double.TryParse(fields[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var count) ? count : (double?)null)
        .FirstOrDefault();
}

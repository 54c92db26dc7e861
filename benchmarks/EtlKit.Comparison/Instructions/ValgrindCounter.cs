using System.Globalization;
using System.Text.RegularExpressions;

namespace EtlKit.Comparison;

/// <summary>Valgrind's cachegrind without its caches, which runs one thread at a time and takes some twenty times as long.</summary>
internal sealed partial class ValgrindCounter : CostCounter
{
    private const string Program = "valgrind";

    public override string Name => "valgrind";

    public override string Unit => "instructions";

    public override string Description => "counted by valgrind --tool=cachegrind --cache-sim=no";

    // The same run differs by a thousandth.
    public override int Rounds => 3;

    public override double Part => 0.1;

    public override IReadOnlyList<string> Programs => [Program];

    public override async Task<(ProcessRun.Outcome Outcome, double? Cost)> RunAsync(
        IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var outcome = await ProcessRun.RunAsync(
            [Program, "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", .. command], cancellationToken, SteadyRuntime.Environment);
        return (outcome, CountIn(outcome.Errors.Split('\n')));
    }

    /// <summary>Finds the count in lines such as <c>==12== I   refs:      1,234</c>.</summary>
    public static double? CountIn(IEnumerable<string> lines) => lines
        .Select(line => Count().Match(line))
        .Where(match => match.Success)
        .Select(match => (double?)double.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture))
        .FirstOrDefault();

    [GeneratedRegex("I +refs: +([0-9,]+)")]
    private static partial Regex Count();
}

using System.Globalization;

namespace EtlKit.Comparison;

/// <summary>What a figure is meant to reach.</summary>
/// <param name="Text">The figure and its limit, in words.</param>
/// <param name="Figure">Takes the figure from the results; null when it was not measured.</param>
/// <param name="IsMet">Whether a figure reaches the limit.</param>
/// <param name="Format">Writes a figure.</param>
internal sealed record Target(string Text, Func<ScenarioResult, double?> Figure, Func<double, bool> IsMet, Func<double, string> Format)
{
    private const double Mega = 1e6;
    private const double MillisecondsPerSecond = 1e3;

    /// <summary>A variant is at least so many times as fast as another.</summary>
    public static Target Speed(string variant, string other, double atLeast) => new(
        Say($"{variant} at least {atLeast:0.##} × as fast as {other}"),
        result => result.Ratio(variant, other, round => round.RowsPerSecond)?.Median,
        ratio => ratio >= atLeast,
        Times);

    /// <summary>A variant moves at least so many rows a second.</summary>
    public static Target RowsPerSecond(string variant, double atLeast) => new(
        Say($"{variant} at least {atLeast / Mega:0.##} M rows/s"),
        result => result.Of(variant).RowsPerSecond?.Median,
        rate => rate >= atLeast,
        rate => Say($"{rate / Mega:0.##} M rows/s"));

    /// <summary>A variant takes at most so many times the processor time of another.</summary>
    public static Target CpuTime(string variant, string other, double atMost) => new(
        Say($"{variant} at most {atMost:0.##} × the processor time of {other}"),
        result => result.Ratio(variant, other, round => round.CpuSeconds)?.Median,
        ratio => ratio <= atMost,
        Times);

    /// <summary>A variant takes at most so much memory, in every round.</summary>
    public static Target PeakMegabytes(string variant, double atMost) => new(
        Say($"{variant} at most {atMost:0} MB of memory"),
        result => result.Of(variant).PeakBytes?.Greatest / Mega,
        peak => peak <= atMost,
        Megabytes);

    /// <summary>A variant takes at most so much more memory than another.</summary>
    public static Target MoreMegabytes(string variant, string other, double atMost) => new(
        Say($"{variant} at most {atMost:0} MB more memory than {other}"),
        result => (result.Of(variant).PeakBytes?.Median - result.Of(other).PeakBytes?.Median) / Mega,
        peak => peak <= atMost,
        Megabytes);

    /// <summary>A variant takes at most so long.</summary>
    public static Target Milliseconds(string variant, double atMost) => new(
        Say($"{variant} at most {atMost:0} ms"),
        result => result.Of(variant).Seconds?.Median * MillisecondsPerSecond,
        time => time <= atMost,
        time => Say($"{time:0.0} ms"));

    private static string Times(double ratio) => Say($"{ratio:0.00} ×");

    private static string Megabytes(double value) => Say($"{value:0} MB");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

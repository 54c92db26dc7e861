using System.Globalization;

namespace EtlKit.Comparison;

/// <summary>Writes figures for people to read.</summary>
internal static class Figures
{
    private const double Mega = 1e6;
    private const double MillisecondsPerSecond = 1e3;

    /// <summary>The figure of a measurement that a scenario compares.</summary>
    public static string Of(Unit unit, Measurement measurement) => unit == Unit.Milliseconds
        ? Say($"{measurement.Seconds * MillisecondsPerSecond:0.0} ms")
        : Say($"{Million(measurement.RowsPerSecond)} M rows/s");

    /// <summary>The figure of a variant that a scenario compares, in the unit that <see cref="Name"/> gives.</summary>
    public static Spread? Of(Unit unit, VariantResult variant) => unit == Unit.Milliseconds
        ? Scale(variant.Seconds, MillisecondsPerSecond)
        : Scale(variant.RowsPerSecond, 1 / Mega);

    public static Spread? Megabytes(VariantResult variant) => Scale(variant.PeakBytes, 1 / Mega);

    public static string Name(Unit unit) => unit == Unit.Milliseconds ? "ms" : "M rows/s";

    /// <summary>Three digits that count.</summary>
    public static string Short(double value) => value switch
    {
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("G3", CultureInfo.InvariantCulture),
    };

    private static string Million(double value) => Short(value / Mega);

    private static Spread? Scale(Spread? spread, double factor) => spread is { } figures
        ? new Spread(figures.Median * factor, figures.Least * factor, figures.Greatest * factor)
        : null;

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

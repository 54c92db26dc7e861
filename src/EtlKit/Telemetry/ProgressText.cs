using System.Globalization;
using System.Text;

namespace EtlKit;

/// <summary>Writes progress as one line.</summary>
internal static class ProgressText
{
    private const double Kilo = 1000;

    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    public static string Write(PipelineProgress progress)
    {
        var text = new StringBuilder();
        Add(text, $"{progress.Extracted:N0} rows extracted, {progress.Written:N0} written");
        AddCount(text, progress.Filtered, "filtered");
        AddCount(text, progress.Rejected, "rejected");

        Add(text, $"; {progress.SourcesCompleted + progress.SourcesSkipped:N0}");
        if (progress.SourcesTotal is { } sources)
        {
            Add(text, $" of {sources:N0}");
        }

        text.Append(" sources");
        AddCount(text, progress.SourcesFailed, "failed");

        if (progress.BytesRead is { } read)
        {
            text.Append("; ").Append(Bytes(read));
            if (progress.BytesTotal is { } total)
            {
                text.Append(" of ").Append(Bytes(total));
            }

            if (progress.Fraction is { } fraction)
            {
                // Rounded down: 100 % is when everything is read.
                Add(text, $" ({Math.Floor(fraction * 100):N0} %)");
            }
        }

        if (progress.RowsPerSecond is { } rows)
        {
            Add(text, $"; {rows:N0} rows/s");
        }

        if (progress.BytesPerSecond is { } bytes)
        {
            text.Append(", ").Append(Bytes(bytes)).Append("/s");
        }

        if (progress.Remaining is { } remaining)
        {
            text.Append("; ").Append(Time(remaining)).Append(" left");
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, FormattableString part) => text.Append(part.ToString(CultureInfo.InvariantCulture));

    private static void AddCount(StringBuilder text, long count, string what)
    {
        if (count > 0)
        {
            Add(text, $", {count:N0} {what}");
        }
    }

    private static string Bytes(double bytes)
    {
        var unit = 0;
        while (bytes >= Kilo && unit < Units.Length - 1)
        {
            bytes /= Kilo;
            unit++;
        }

        return $"{bytes.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    private static string Time(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes:00} min")
        : time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s");
}

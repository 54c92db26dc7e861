using System.Globalization;

namespace EtlKit;

/// <summary>Says which side of the channel the other one waits for.</summary>
internal static class Bottleneck
{
    /// <summary>Below this share of waiting on both sides, neither holds up the other.</summary>
    private const double Negligible = 0.02;

    public static string InWords(TimeSpan duration, TimeSpan producerWait, int producers, TimeSpan writerWait)
    {
        if (duration <= TimeSpan.Zero)
        {
            return "too short to tell";
        }

        var producersWaited = Math.Clamp(producerWait / duration / Math.Max(1, producers), 0, 1);
        var writerWaited = Math.Clamp(writerWait / duration, 0, 1);
        if (producersWaited < Negligible && writerWaited < Negligible)
        {
            return "balanced";
        }

        return producersWaited >= writerWaited
            ? string.Create(CultureInfo.InvariantCulture, $"writer-bound {Math.Round(100 * (1 - writerWaited))} %")
            : string.Create(CultureInfo.InvariantCulture, $"producer-bound {Math.Round(100 * (1 - producersWaited))} %");
    }
}

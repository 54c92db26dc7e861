using System.Text.Json.Serialization;

namespace EtlKit.Comparison;

/// <summary>What one run of one variant took.</summary>
/// <param name="Rows">The rows that were stored or, where nothing is stored, the rows that came in.</param>
/// <param name="Seconds">The time of the work alone, by the clock of the process that did it.</param>
/// <param name="CpuSeconds">The processor time of the work, of all threads of that process.</param>
/// <param name="PeakBytes">The largest resident size of that process, from its start.</param>
internal sealed record Measurement(long Rows, double Seconds, double CpuSeconds, long PeakBytes)
{
    /// <summary>Gets what a <see cref="CostCounter"/> has counted in the whole process; null when nothing was counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Cost { get; init; }

    [JsonIgnore]
    public double RowsPerSecond => Rows / Seconds;
}

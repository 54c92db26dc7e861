using System.Text.Json.Serialization;

namespace EtlKit.Comparison;

/// <summary>What a variant took, in each round.</summary>
/// <param name="Name">The variant.</param>
/// <param name="ComparedWith">The variant of EtlKit that does the same work; null for EtlKit's own.</param>
/// <param name="Missing">Why there are no figures; null when there are.</param>
internal sealed record VariantResult(string Name, string? ComparedWith, string? Missing)
{
    public List<Measurement> Rounds { get; } = [];

    [JsonIgnore]
    public bool IsMeasured => Rounds.Count > 0;

    public Spread? RowsPerSecond => Figures(round => round.RowsPerSecond);

    public Spread? Seconds => Figures(round => round.Seconds);

    public Spread? CpuSeconds => Figures(round => round.CpuSeconds);

    public Spread? PeakBytes => Figures(round => round.PeakBytes);

    private Spread? Figures(Func<Measurement, double> figure) => IsMeasured ? Spread.Of(Rounds.Select(figure)) : null;
}

namespace EtlKit.Comparison;

/// <summary>What all variants of a scenario took.</summary>
internal sealed class ScenarioResult(Scenario scenario)
{
    public Scenario Scenario => scenario;

    public IReadOnlyList<VariantResult> Variants { get; } =
    [
        .. scenario.Variants.Select(variant => new VariantResult(
            variant.Name,
            variant.ComparedWith,
            variant.Program is { } program && !Programs.Exists(program) ? $"{program} is not there" : null)),
    ];

    public VariantResult Of(string variant) => Variants.First(result => result.Name == variant);

    /// <summary>How many times the figure of another variant the figure of a variant is: of the pairs of each round, since a machine's speed drifts.</summary>
    /// <returns>Null when one of the two was not measured.</returns>
    public Spread? Ratio(string variant, string other, Func<Measurement, double> figure) => Of(variant).IsMeasured && Of(other).IsMeasured
        ? Spread.Of(Of(variant).Rounds.Zip(Of(other).Rounds, (one, two) => figure(one) / figure(two)))
        : null;
}

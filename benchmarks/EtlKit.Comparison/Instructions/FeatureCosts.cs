namespace EtlKit.Comparison;

/// <summary>What a row costs with a feature.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="CostOfRow">The cost of a row.</param>
/// <param name="Ratio">How many times the cost of a row without any feature; null for the run without.</param>
internal sealed record FeatureCosts(string Feature, Spread CostOfRow, Spread? Ratio)
{
    /// <summary>Takes the figures from the results of <see cref="Features"/>.</summary>
    public static IReadOnlyList<FeatureCosts> Of(ScenarioResult result)
    {
        var plain = RowOf(result, Features.Plain);
        return
        [
            .. Features.Names.Select(feature =>
            {
                var row = RowOf(result, feature);
                return new FeatureCosts(
                    feature, Spread.Of(row), feature == Features.Plain ? null : Spread.Of(row.Zip(plain, (with, without) => with / without)));
            }),
        ];
    }

    // Of each round, what a row more has cost.
    private static double[] RowOf(ScenarioResult result, string feature) =>
    [
        .. result.Of(Features.ManyOf(feature)).Rounds.Zip(
            result.Of(Features.FewOf(feature)).Rounds, (many, few) => (many.Cost!.Value - few.Cost!.Value) / (many.Rows - few.Rows)),
    ];
}

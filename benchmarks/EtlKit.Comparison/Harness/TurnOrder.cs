namespace EtlKit.Comparison;

/// <summary>The order in which the variants take their turns in a round.</summary>
internal static class TurnOrder
{
    /// <summary>
    /// Draws an order by lot, in which those that read another's table come next after it: what is compared with each other meets the same minute of a machine whose
    /// neighbours come and go.
    /// </summary>
    public static IReadOnlyList<Variant> Draw(IReadOnlyList<Variant> variants, Random random)
    {
        var readers = variants.ToLookup(variant => variant.Reads);
        return [.. Shuffle(readers[null], random).SelectMany(variant => (Variant[])[variant, .. Shuffle(readers[variant.Name], random)])];
    }

    private static Variant[] Shuffle(IEnumerable<Variant> variants, Random random)
    {
        Variant[] shuffled = [.. variants];
        random.Shuffle(shuffled);
        return shuffled;
    }
}

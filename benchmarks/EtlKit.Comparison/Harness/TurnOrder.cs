namespace EtlKit.Comparison;

/// <summary>The order in which the variants take their turns in a round.</summary>
internal static class TurnOrder
{
    /// <summary>Draws an order by lot, in which no variant comes before the one whose table it reads.</summary>
    public static IReadOnlyList<Variant> Draw(IReadOnlyList<Variant> variants, Random random)
    {
        var order = new List<Variant>(variants.Count);
        var waiting = variants.ToList();
        while (waiting.Count > 0)
        {
            var ready = waiting.FindAll(variant => waiting.TrueForAll(other => other.Name != variant.Reads));
            var next = ready[random.Next(ready.Count)];
            waiting.Remove(next);
            order.Add(next);
        }

        return order;
    }
}

namespace EtlKit.Comparison;

/// <summary>The order in which the variants take their turns in a round.</summary>
internal static class TurnOrder
{
    /// <summary>Draws an order by lot, so that no variant always comes after the same other one; but each after the one whose table it reads.</summary>
    public static IReadOnlyList<Variant> Draw(IReadOnlyList<Variant> variants, Random random)
    {
        Variant[] drawn = [.. variants];
        random.Shuffle(drawn);
        var order = new List<Variant>(drawn.Length);
        foreach (var variant in drawn)
        {
            if (drawn.FirstOrDefault(other => other.Name == variant.Reads) is { } read && !order.Contains(read))
            {
                order.Add(read);
            }

            if (!order.Contains(variant))
            {
                order.Add(variant);
            }
        }

        return order;
    }
}

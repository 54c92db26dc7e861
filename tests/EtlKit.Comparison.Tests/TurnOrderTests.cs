namespace EtlKit.Comparison.Tests;

public sealed class TurnOrderTests
{
    private static readonly Variant[] Variants =
    [
        new("first", Nothing), new("second", Nothing), new("reads first", Nothing) { Reads = "first" }, new("reads it, too", Nothing) { Reads = "first" },
        new("reads second", Nothing) { Reads = "second" },
    ];

    [Fact]
    public void Draw_GivesEachVariantOnce_NextAfterTheOneThatItReads()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var order = TurnOrder.Draw(Variants, new Random(seed)).ToList();

            order.Should().BeEquivalentTo(Variants);
            var first = order.IndexOf(Variants[0]);
            order[(first + 1)..(first + 3)].Should().BeEquivalentTo([Variants[2], Variants[3]]);
            order[order.IndexOf(Variants[1]) + 1].Should().Be(Variants[4]);
        }
    }

    [Fact]
    public void Draw_PutsThoseThatReadTheSameInEitherOrder() => Enumerable.Range(0, 100)
        .Select(seed => TurnOrder.Draw(Variants, new Random(seed)).First(variant => variant.Reads == "first"))
        .Distinct().Should().HaveCount(2);

    [Fact]
    public void Draw_PutsEachVariantThatReadsNoneIntoEachPlace()
    {
        Variant[] variants = [.. Variants[..2], new("third", Nothing)];
        var firsts = Enumerable.Range(0, 100).Select(seed => TurnOrder.Draw(variants, new Random(seed))[0].Name);

        firsts.Distinct().Should().HaveCount(3);
    }

    private static Task Nothing(RunContext context) => Task.CompletedTask;
}

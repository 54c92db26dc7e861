namespace EtlKit.Comparison.Tests;

public sealed class InstructionReportTests
{
    private const int FewRows = 100;
    private const int ManyRows = 300;
    private const double Start = 50_000;

    [Fact]
    public void Of_TheDifferenceOfManyRowsAndFew_IsFreeOfWhatAProcessCostsOnce()
    {
        var costs = FeatureCosts.Of(Counted(plain: [1_000, 2_000, 1_000], checkpoints: [1_020, 2_020, 1_040]));

        costs.Select(cost => cost.Feature).Should().Equal(Features.Names);
        costs[0].Should().Be(new FeatureCosts(Features.Plain, new Spread(1_000, 1_000, 2_000), null));
        costs[1].CostOfRow.Should().Be(new Spread(1_040, 1_020, 2_020));
        costs[1].Ratio.Should().Be(new Spread(1.02, 1.01, 1.04));
    }

    [Theory]
    [InlineData(1_030, "| met |")]
    [InlineData(1_031, "| **missed** |")]
    public void Write_AFeature_SaysWhetherItCostsTooMuch(double checkpoints, string outcome) =>
        Page(Counted([1_000], [checkpoints]), scale: 1).Split('\n').Should().ContainSingle(line => line.StartsWith("| checkpoints |")).Which.Should().EndWith(outcome);

    [Fact]
    public void Write_ACounterThatIsMissing_IsSaid() =>
        Page(Counted([1_000], [1_000]), scale: 0.01).Should()
            .Contain("- not there: perf: nothing to count with")
            .And.Contain("no instructions, but processor time")
            .And.Contain("a trial with 1 % of the data")
            .And.NotContain("| met |");

    private static string Page(ScenarioResult result, double scale)
    {
        var machine = new Machine
        {
            Processor = "a processor",
            Cores = 2,
            MemoryGigabytes = 8,
            System = "a system",
            LoadBefore = "0.00",
            Versions = new Dictionary<string, string>(),
        };
        return InstructionReport.Write(
            new ComparisonResult(machine, 1, scale, true, [result]), scale, new UserTimeCounter(), ["perf: nothing to count with"]);
    }

    private static ScenarioResult Counted(double[] plain, double[] checkpoints)
    {
        var result = new ScenarioResult(new Features());
        foreach (var feature in Features.Names)
        {
            var row = feature == Features.Plain ? plain : checkpoints;
            result.Of(Features.FewOf(feature)).Rounds.AddRange(row.Select(cost => Measured(FewRows, cost)));
            result.Of(Features.ManyOf(feature)).Rounds.AddRange(row.Select(cost => Measured(ManyRows, cost)));
        }

        return result;
    }

    private static Measurement Measured(int rows, double cost) =>
        new(rows, Seconds: 1, CpuSeconds: 1, PeakBytes: 1) { Cost = Start + (rows * cost) };
}

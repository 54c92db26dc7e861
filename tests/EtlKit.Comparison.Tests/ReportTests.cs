using System.Text.Json;
using System.Xml.Linq;

namespace EtlKit.Comparison.Tests;

public sealed class ReportTests
{
    private static readonly Machine Machine = new()
    {
        Processor = "a processor",
        Cores = 2,
        MemoryGigabytes = 8,
        System = "a system",
        LoadBefore = "0.00",
        Versions = new Dictionary<string, string>(),
    };

    [Fact]
    public void Of_EvenAndOddNumbersOfFigures_IsTheMiddleAndTheEnds()
    {
        Spread.Of([3, 1, 2]).Should().Be(new Spread(2, 1, 3));
        Spread.Of([4, 1, 2, 3]).Should().Be(new Spread(2.5, 1, 4));
    }

    [Fact]
    public void Ratio_IsTheMedianOfTheRatiosOfEachRound()
    {
        var result = Measured([100, 200, 400], [100, 100, 100]);

        result.Ratio(Fake.Own, Fake.Peer, round => round.RowsPerSecond).Should().Be(new Spread(2, 1, 4));
    }

    [Theory]
    [InlineData(200, "| met |")]
    [InlineData(199, "| **missed** |")]
    public void Write_ATarget_SaysWhetherItIsMet(int rows, string outcome) =>
        Page(Measured([rows], [100])).Should().Contain("EtlKit at least 2 × as fast as a peer").And.Contain(outcome);

    [Fact]
    public void Write_APeerThatIsNotInstalled_IsThereWithoutFigures()
    {
        var result = Measured([200], [100]);

        Page(result).Should().Contain("| a program | no-such-program is not there |");
        result.Scenario.Targets[1].Figure(result).Should().BeNull();
        Page(result).Should().Contain("not measured");
    }

    [Fact]
    public void Write_Json_HoldsEveryRound()
    {
        using var json = JsonDocument.Parse(JsonReport.Write(new ComparisonResult(Machine, 2, 1, true, [Measured([1, 2], [3, 4])])));

        json.RootElement.GetProperty("scenarios")[0].GetProperty("variants")[1].GetProperty("rounds").EnumerateArray()
            .Select(round => round.GetProperty("rows").GetInt32()).Should().Equal(3, 4);
    }

    [Fact]
    public void Draw_Bars_IsXmlWithABarForEachName()
    {
        var svg = XDocument.Parse(BarChart.Draw("a & b", "<axis>", [new("EtlKit", new Spread(2, 1, 3)), new("a peer", new Spread(1, 1, 1))]));

        var texts = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value);
        texts.Should().Contain(["a & b", "<axis>", "EtlKit", "a peer", "0", "3"]);
        svg.Descendants().Count(element => element.Name.LocalName == "rect").Should().Be(3);
    }

    private static string Page(ScenarioResult result) => MarkdownReport.Write(new ComparisonResult(Machine, 1, 1, true, [result]), withPlots: true);

    private static ScenarioResult Measured(int[] own, int[] peer)
    {
        var result = new ScenarioResult(new Fake());
        result.Of(Fake.Own).Rounds.AddRange(own.Select(Measurement));
        result.Of(Fake.Peer).Rounds.AddRange(peer.Select(Measurement));
        return result;
    }

    private static Measurement Measurement(int rows) => new(rows, Seconds: 1, CpuSeconds: 1, PeakBytes: 1_000_000);

    private sealed class Fake : Scenario
    {
        public const string Own = "EtlKit";
        public const string Peer = "a peer";
        private const string Program = "a program";

        public override string Name => "fake";

        public override string Question => "Does it work?";

        public override IReadOnlyList<Variant> Variants { get; } =
        [
            new(Own, _ => Task.CompletedTask),
            new(Peer, _ => Task.CompletedTask) { ComparedWith = Own },
            new(Program, _ => Task.CompletedTask) { ComparedWith = Own, Program = "no-such-program" },
        ];

        public override IReadOnlyList<Target> Targets { get; } = [Target.Speed(Own, Peer, 2), Target.Speed(Own, Program, 2)];
    }
}

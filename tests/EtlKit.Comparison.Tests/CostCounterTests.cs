namespace EtlKit.Comparison.Tests;

public sealed class CostCounterTests
{
    [Fact]
    public void CountIn_WhatPerfWrites_IsTheCountOrNothing()
    {
        PerfCounter.CountIn(["# started on a day", "", "1234567,,instructions:u,98765,100.00,,"]).Should().Be(1_234_567);
        PerfCounter.CountIn(["# started on a day", "", "<not supported>,,instructions:u,0,100.00,,"]).Should().BeNull();
        PerfCounter.CountIn([]).Should().BeNull();
    }

    [Fact]
    public void CountIn_WhatValgrindWrites_IsTheCountOrNothing()
    {
        ValgrindCounter.CountIn(["==12== ", "==12== I   refs:      2,762,742,884", ""]).Should().Be(2_762_742_884);
        ValgrindCounter.CountIn(["==12== I refs:        1,234"]).Should().Be(1234);
        ValgrindCounter.CountIn(["==12== Process terminating with default action of signal 11"]).Should().BeNull();
    }

    [Fact]
    public async Task FindAsync_TakesTheFirstThatCounts_AndSaysWhyTheOthersDoNot()
    {
        var works = new Fake("works", 0, 1);
        CostCounter[] counters =
        [
            new Fake("absent", 0, 1) { Needs = "no-such-program" },
            new Fake("crashes", 139, 1),
            new Fake("blind", 0, null),
            works,
            new Fake("never asked", 0, 1),
        ];

        var (counter, missing) = await CostCounters.FindAsync(counters, ["a program"], TestContext.Current.CancellationToken);

        counter.Should().BeSameAs(works);
        missing.Should().HaveCount(3);
        missing[0].Should().Be("absent: no-such-program is not there");
        missing[1].Should().StartWith("crashes: ").And.EndWith("139");
        missing[2].Should().StartWith("blind: ");
    }

    [Fact]
    public async Task FindAsync_NoneCounts_IsNone()
    {
        var (counter, missing) = await CostCounters.FindAsync([new Fake("blind", 0, 0)], ["a program"], TestContext.Current.CancellationToken);

        counter.Should().BeNull();
        missing.Should().ContainSingle();
    }

    [Fact]
    public void Names_AreThoseOfTheCounters()
    {
        using var workspace = new Workspace(scale: 0.01);

        CostCounters.In(workspace).Select(counter => counter.Name).Should().Equal(CostCounters.Names);
    }

    [Fact]
    public async Task RunAsync_ByUserTime_GivesHowTheProgramEndedAndATime()
    {
        var (outcome, cost) = await new UserTimeCounter().RunAsync(["sh", "-c", "echo out; echo err >&2; exit 3"], TestContext.Current.CancellationToken);

        outcome.Should().Be(new ProcessRun.Outcome(3, "out\n", "err\n"));
        cost.Should().BeGreaterThanOrEqualTo(0);
    }

    private sealed class Fake(string name, int exitCode, double? cost) : CostCounter
    {
        public override string Name => name;

        public override string Unit => "things";

        public override string Description => "not really counted";

        public string? Needs { get; init; }

        public override IReadOnlyList<string> Programs => Needs is null ? [] : [Needs];

        public override Task<(ProcessRun.Outcome Outcome, double? Cost)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) =>
            Task.FromResult((new ProcessRun.Outcome(exitCode, "", ""), cost));
    }
}

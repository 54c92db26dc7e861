namespace EtlKit.Comparison.Tests;

/// <summary>Variants leave the table that the data make, with little data.</summary>
public sealed class ScenarioTests : IDisposable
{
    private const double Scale = 0.0002;

    private readonly string _directory = Directory.CreateTempSubdirectory("etlkit-comparison-tests-").FullName;

    public static TheoryData<string, string> Variants => new(
        from scenario in (IEnumerable<Scenario>)[new FewColumns(), new WideRows(), ScenarioCatalogue.Features]
        from variant in scenario.Variants
        select (scenario.Name, variant.Name));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Variants))]
    public Task Run_AVariant_LeavesTheTableOfTheData(string scenario, string variant) => RunAsync(ScenarioCatalogue.Find(scenario), variant);

    [Fact]
    public Task Run_EndToEndWithLogging_LeavesTheTableOfTheData() => RunAsync(new EndToEnd(), "EtlKit, 1 producer, logging");

    private async Task RunAsync(Scenario scenario, string name)
    {
        var files = new ScenarioFiles(_directory, Scale);
        scenario.Prepare(files);
        var variant = scenario.Variants.First(variant => variant.Name == name);
        var context = new RunContext(files, variant.Name);

        await variant.Run(context);

        var expected = variant.Table!.Expected();
        expected.Rows.Should().BePositive();
        TableDigest.Of(context.Database, variant.Table.Query).Should().Be(expected);
        context.Measured!.Rows.Should().Be(expected.Rows);
    }
}

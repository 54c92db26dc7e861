namespace EtlKit.Samples.Tests;

public sealed class CustomConnectorsTests : IDisposable
{
    private readonly Workspace _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Run_WithItsOwnInput_FiltersRejectsAndWrites()
    {
        var run = await Sample.RunAsync("CustomConnectors", _files.Root);

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Should().Contain("4 extracted = 2 loaded + 1 filtered + 1 rejected");
        File.ReadAllLines(_files["readings.txt"]).Should().Equal("roof\t21.2", "cellar\t12.0");
        File.Exists(_files["readings.txt.partial"]).Should().BeFalse();
    }

    [Theory]
    [InlineData("JsonLinesExtractor.cs")]
    [InlineData("TextFileLoader.cs")]
    public void Connector_IsShort(string file)
    {
        var path = Path.Combine(RepositoryRoot(), "samples", "CustomConnectors", file);

        File.ReadAllLines(path).Length.Should().BeLessThan(40);
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "EtlKit.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}

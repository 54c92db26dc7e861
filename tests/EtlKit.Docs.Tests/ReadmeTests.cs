using System.Text.RegularExpressions;

namespace EtlKit.Docs.Tests;

/// <summary>The first page keeps to what it promises its readers.</summary>
public sealed class ReadmeTests
{
    private const int MaxLines = 220;

    [Theory]
    [InlineData("dotnet run --project samples/QuickStart")]
    [InlineData("dotnet test --solution EtlKit.sln")]
    public void Readme_CommandThatDoesEverything_StandsOnALineOfItsOwn(string command) =>
        Markdown.BlocksOf("README.md").SelectMany(block => block.Code.Split('\n')).Should().Contain(command);

    [Fact]
    public void Readme_IsShort() => Repository.Read("README.md").Split('\n').Should().HaveCountLessThanOrEqualTo(MaxLines);

    // The id is held by an unrelated project on the public registry: without a version and a mapping of sources, that one could be added.
    [Fact]
    public void Pages_ThatAddAPackageOfEtlKit_NameTheVersionAndMapTheSource()
    {
        var lines = Repository.Pages
            .SelectMany(page => Repository.Read(page).Split('\n').Select((text, index) => (Page: page, Text: text, At: $"{page}({index + 1})")))
            .Where(line => Regex.IsMatch(line.Text, @"(add package|package add)\s+EtlKit"))
            .ToList();

        lines.Should().NotBeEmpty();
        Problems.Of(lines.Where(line => !line.Text.Contains("--version") || !Repository.Read(line.Page).Contains("packageSourceMapping")).Select(line => line.At))
            .Should().BeEmpty();
    }

    [Fact]
    public void Samples_AreAllInTheirTable()
    {
        var samples = Directory.EnumerateDirectories(Repository.PathOf("samples"))
            .Where(directory => Directory.EnumerateFiles(directory, "*.csproj").Any())
            .Select(directory => Path.GetFileName(directory)!)
            .ToList();

        samples.Should().NotBeEmpty();
        samples.Should().OnlyContain(sample => Repository.Read("docs/samples.md").Contains(sample) && Repository.Read("README.md").Contains(sample));
    }
}

using System.Text.RegularExpressions;

namespace EtlKit.Docs.Tests;

/// <summary>Every guarantee names tests, and the tests are there.</summary>
public sealed partial class GuaranteesTests
{
    private const string Page = "docs/guarantees.md";

    [Fact]
    public void Guarantees_NamedTests_AreThere()
    {
        var tests = TestsIn("tests");

        NamedTests().Should().HaveCountGreaterThan(10);
        Problems.Of(NamedTests().Where(name => !tests.Contains(name))).Should().BeEmpty();
    }

    [Fact]
    public void Guarantees_EachSection_NamesATest()
    {
        var sections = Repository.Read(Page).Split("\n## ")[1..]
            .Where(section => !section.StartsWith("What does not hold", StringComparison.Ordinal))
            .ToList();

        sections.Should().NotBeEmpty();
        Problems.Of(sections.Where(section => !TestName().IsMatch(section)).Select(section => section.Split('\n')[0])).Should().BeEmpty();
    }

    private static List<string> NamedTests() => [.. Markdown.CodeSpansOf(Page).Where(span => TestName().IsMatch($"`{span}`")).Distinct()];

    private static HashSet<string> TestsIn(string directory) =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf(directory), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => MethodName().Matches(File.ReadAllText(path)).Select(match =>
                $"{Path.GetFileNameWithoutExtension(path)}.{match.Groups["name"].Value}")),
    ];

    [GeneratedRegex(@"`[A-Z]\w+Tests\.[A-Z]\w+`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"public (async )?(void|Task|ValueTask) (?<name>\w+_\w+)\(", RegexOptions.ExplicitCapture)]
    private static partial Regex MethodName();
}

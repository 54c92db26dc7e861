namespace EtlKit.Docs.Tests;

/// <summary>Every guarantee names tests, and the tests are there.</summary>
public sealed class GuaranteesTests
{
    private const string Page = "docs/guarantees.md";

    [Fact]
    public void Guarantees_NamedTests_AreThere()
    {
        var named = TestSources.NamedIn(Repository.Read(Page)).Distinct().ToList();

        named.Should().HaveCountGreaterThan(10);
        Problems.Of(named.Where(name => !TestSources.Bugs.ContainsKey(name))).Should().BeEmpty();
    }

    [Fact]
    public void Guarantees_EachSection_NamesATest()
    {
        var sections = Repository.Read(Page).Split("\n## ")[1..]
            .Where(section => !section.StartsWith("What does not hold", StringComparison.Ordinal))
            .ToList();

        sections.Should().NotBeEmpty();
        Problems.Of(sections.Where(section => !TestSources.NamedIn(section).Any()).Select(section => section.Split('\n')[0])).Should().BeEmpty();
    }
}

namespace EtlKit.Docs.Tests;

/// <summary>Links between the pages lead somewhere.</summary>
public sealed class LinkTests
{
    public static TheoryData<string> Pages() => [.. Repository.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_OfAPage_LeadToFilesAndHeadings(string page) =>
        Problems.Of(Markdown.LinksOf(page)
            .Where(link => !IsElsewhere(link.Target))
            .Select(link => FindProblem(page, link.Target) is { } problem ? $"{page}({link.Line}): {link.Target} {problem}" : null)
            .OfType<string>())
            .Should().BeEmpty();

    [Fact]
    public void Pages_OfTheDocs_AreAllInTheIndex()
    {
        var linked = Markdown.LinksOf("docs/README.md").Select(link => "docs/" + link.Target.Split('#')[0]).ToHashSet();

        Repository.Pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && page != "docs/README.md")
            .Should().BeSubsetOf(linked);
    }

    private static bool IsElsewhere(string target) => target.Contains("://", StringComparison.Ordinal);

    private static string? FindProblem(string page, string target)
    {
        var (file, anchor) = target.Split('#') is [var name, var fragment] ? (name, fragment) : (target, "");
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(page))!, file));
        var linked = file.Length == 0 ? page : Path.GetRelativePath(Repository.Root, path).Replace(Path.DirectorySeparatorChar, '/');
        if (file.Length > 0 && !File.Exists(path) && !Directory.Exists(path))
        {
            return "leads to no file";
        }

        return anchor.Length == 0 || Markdown.AnchorsOf(linked).Contains(anchor) ? null : "leads to no heading";
    }
}

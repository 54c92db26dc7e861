namespace EtlKit.Docs.Tests;

/// <summary>The pages of the docs are made alike.</summary>
public sealed class PageTests
{
    private static readonly string[] Stages = ["docs/extract.md", "docs/transform.md", "docs/channel.md", "docs/load.md"];

    public static TheoryData<string> Pages() => [.. Repository.Pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_FirstSentence_SaysWhatItIsFor(string page)
    {
        var lines = Markdown.ProseOf(page).Where(line => line.Length > 0).ToList();

        lines[0].Should().StartWith("# ");
        lines[1].Should().StartWith("This page ");
    }

    [Fact]
    public void Pages_OfTheStages_HaveTheSameHeadings()
    {
        foreach (var page in Stages)
        {
            Markdown.ProseOf(page).Where(line => line.StartsWith("## ", StringComparison.Ordinal))
                .Should().Equal(["## At a glance", "## Use", "## Options", "## Errors", "## Limits", "## See also"], "{0} is a page of a stage", page);
        }
    }
}

namespace EtlKit.Docs.Tests;

/// <summary>What the pages show as code is code.</summary>
public sealed class CodeBlockTests
{
    /// <summary>Blocks that may be left uncompiled, because they show what doesn't compile.</summary>
    private const int MaxUncompiled = 2;

    public static TheoryData<string, int> Blocks()
    {
        var blocks = new TheoryData<string, int>();
        foreach (var block in Repository.Pages.SelectMany(Markdown.BlocksOf).Where(block => block.IsCompiled))
        {
            blocks.Add(block.Page, block.Line);
        }

        return blocks;
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Block_OfAPage_Compiles(string page, int line)
    {
        var blocks = Markdown.BlocksOf(page);
        var block = blocks.Single(candidate => candidate.Line == line);

        // The types of earlier blocks come first, nearest first: a page may improve on a type as it goes.
        var others = blocks.Where(other => other.IsCompiled && other.Line < line).Reverse()
            .Concat(blocks.Where(other => other.IsCompiled && other.Line > line));

        Problems.Of(Snippets.Compile(block, others)).Should().BeEmpty();
    }

    [Fact]
    public void Blocks_AreFound() => Blocks().Should().HaveCountGreaterThan(20);

    [Fact]
    public void Generator_RecordType_WritesItsMapper()
    {
        Snippets.AddsMappers("[CsvRecord] public sealed partial record Item(string Id);").Should().BeTrue();
        Snippets.AddsMappers("public sealed record Item(string Id);").Should().BeFalse();
    }

    [Fact]
    public void Blocks_NotCompiled_AreFewAndSayWhy()
    {
        var uncompiled = Repository.Pages.SelectMany(Markdown.BlocksOf).Where(block => block.IsCSharp && !block.IsCompiled).ToList();

        uncompiled.Should().HaveCountLessThanOrEqualTo(MaxUncompiled);
        uncompiled.Should().OnlyContain(block => block.Info == "csharp no-compile" && block.Before.StartsWith("<!-- no-compile: "));
    }

    [Fact]
    public void Blocks_OfAnyKind_SayTheirLanguage() =>
        Problems.Of(Repository.Pages.SelectMany(Markdown.BlocksOf).Where(block => block.Info.Length == 0).Select(block => $"{block.Page}({block.Line})"))
            .Should().BeEmpty();
}

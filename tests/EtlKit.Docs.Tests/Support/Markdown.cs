using System.Text.RegularExpressions;

namespace EtlKit.Docs.Tests;

/// <summary>Reads as much of markdown as the pages use.</summary>
internal static partial class Markdown
{
    public static IReadOnlyList<CodeBlock> BlocksOf(string page)
    {
        var blocks = new List<CodeBlock>();
        var lines = Repository.Read(page).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var end = Array.FindIndex(lines, i + 1, line => line.TrimEnd() == "```");
            if (end < 0)
            {
                throw new InvalidDataException($"{page}({i + 1}): the block is never closed.");
            }

            var before = lines.Take(i).LastOrDefault(line => line.Trim().Length > 0) ?? "";
            blocks.Add(new CodeBlock(page, i + 1, lines[i][3..].Trim(), string.Join('\n', lines[(i + 1)..end]), before));
            i = end;
        }

        return blocks;
    }

    /// <summary>The page without its blocks of code, line by line: the lines of blocks are empty.</summary>
    public static IReadOnlyList<string> ProseOf(string page)
    {
        var inBlock = false;
        var lines = new List<string>();
        foreach (var line in Repository.Read(page).Split('\n'))
        {
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            lines.Add(inBlock || isFence ? "" : line);
            inBlock ^= isFence;
        }

        return lines;
    }

    /// <summary>The targets of the links of a page, with their lines.</summary>
    public static IEnumerable<(int Line, string Target)> LinksOf(string page) =>
        ProseOf(page).SelectMany((line, index) => Link().Matches(CodeSpan().Replace(line, "")).Select(match => (index + 1, match.Groups["target"].Value)));

    /// <summary>The anchors that a page has, one for each heading, named as the common hosts of repositories do.</summary>
    public static IReadOnlySet<string> AnchorsOf(string page)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in ProseOf(page).Where(line => Heading().IsMatch(line)))
        {
            var text = heading.TrimStart('#').Trim().ToLowerInvariant();
            var anchor = NotInAnchors().Replace(text, "").Replace(' ', '-');
            var name = anchor;
            for (var i = 1; !anchors.Add(name); i++)
            {
                name = $"{anchor}-{i}";
            }
        }

        return anchors;
    }

    /// <summary>What a page puts into code spans.</summary>
    public static IEnumerable<string> CodeSpansOf(string page) =>
        ProseOf(page).SelectMany(line => CodeSpan().Matches(line).Select(match => match.Value.Trim('`').Trim()));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}_\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex CodeSpan();
}

using System.Text;

namespace EtlKit.Csv.Tests;

/// <summary>Accounts for every physical line of a file: header, row, reject, blank or comment.</summary>
internal static class LineLedger
{
    public static void AssertBalances(byte[] bytes, Encoding encoding, IReadOnlyList<Item> items, char? comment)
    {
        var lines = Split(encoding.GetString(bytes).TrimStart('\uFEFF'));
        var owners = new int[lines.Count];
        foreach (var item in items)
        {
            // A quote that is never closed takes the last line break into its record; no line follows that.
            var last = Math.Min(item.Position.Lines, lines.Count);
            item.LineNumber.Should().BeInRange(1, last);
            for (var line = item.LineNumber; line <= last; line++)
            {
                owners[line - 1]++;
            }
        }

        owners.Should().NotContain(owner => owner > 1, "no line is in two records");
        var unowned = lines.Where((_, i) => owners[i] == 0).ToList();
        var blank = unowned.Count(line => line.Length == 0);
        var comments = unowned.Count(line => comment is not null && line.StartsWith(comment.Value));
        var header = unowned.Count > blank + comments ? 1 : 0;
        (header + owners.Sum() + blank + comments).Should().Be(lines.Count, "every line must be accounted for");
        if (header == 1)
        {
            var at = owners.Zip(lines).TakeWhile(line => line.First == 0).Count();
            lines.Take(at).Count(line => line.Length > 0 && (comment is null || !line.StartsWith(comment.Value)))
                .Should().Be(1, "the header is what stands before the first record");
        }
    }

    /// <summary>The lines of a text; CR, LF and CR LF end one each.</summary>
    public static List<string> Split(string text)
    {
        var lines = text.Replace("\r\n", "\n").Replace('\r', '\n').Split('\n').ToList();
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }
}

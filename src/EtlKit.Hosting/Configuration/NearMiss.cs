namespace EtlKit.Hosting;

/// <summary>Finds what was meant by a word that is not one of those allowed.</summary>
internal static class NearMiss
{
    /// <summary>A sentence that asks for the nearest word, or lists all.</summary>
    public static string Suggest(string word, IEnumerable<string> allowed)
    {
        var names = allowed.Order(StringComparer.OrdinalIgnoreCase).ToList();
        return Find(word, names) is { } near ? $"did you mean {near}?" : $"there are {string.Join(", ", names)}.";
    }

    /// <summary>The nearest word; null when none is near.</summary>
    public static string? Find(string word, IEnumerable<string> allowed)
    {
        var given = Simplify(word);
        return allowed.Select(name => (Name: name, Distance: Distance(given, Simplify(name))))
            .Where(candidate => candidate.Distance <= Math.Max(1, candidate.Name.Length / 4))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static string Simplify(string word) => string.Concat(word.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant));

    /// <summary>How many letters must be changed, left out, put in or swapped with the next.</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}

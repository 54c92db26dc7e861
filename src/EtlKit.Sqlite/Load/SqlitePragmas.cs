using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>Checks pragmas and brings them into an order in which they work.</summary>
internal static class SqlitePragmas
{
    public static KeyValuePair<string, string>[] Resolve(IReadOnlyDictionary<string, string?> pragmas, TimeSpan busyTimeout, List<string> problems)
    {
        var resolved = new List<KeyValuePair<string, string>>();
        if (busyTimeout < TimeSpan.Zero || busyTimeout.TotalMilliseconds > int.MaxValue)
        {
            problems.Add($"BusyTimeout is {busyTimeout.ToString("c", CultureInfo.InvariantCulture)}: set it between zero and 24 days");
        }
        else if (!pragmas.ContainsKey("busy_timeout"))
        {
            // First, so that the other pragmas wait for locks, too.
            resolved.Add(new("busy_timeout", ((int)busyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)));
        }

        foreach (var name in pragmas.Keys.OrderBy(GetOrder))
        {
            var value = pragmas[name];
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetter(c) || c == '_'))
            {
                problems.Add($"a pragma is named \"{name}\": a pragma has letters and underscores in its name");
            }
            else if (value is not null)
            {
                if (value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '.'))
                {
                    resolved.Add(new(name, value));
                }
                else
                {
                    problems.Add($"the pragma {name} has a value that is not a word or a number: correct it, or pass null to leave the pragma alone");
                }
            }
        }

        return [.. resolved];
    }

    // What shapes a new file must be set before the journal mode, which writes to the file.
    private static int GetOrder(string name) => name.ToUpperInvariant() switch
    {
        "BUSY_TIMEOUT" => 0,
        "PAGE_SIZE" or "AUTO_VACUUM" or "ENCODING" => 1,
        _ => 2,
    };
}

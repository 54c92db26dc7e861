using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>Checks pragmas and brings them into an order in which they work.</summary>
internal static class SqlitePragmas
{
    /// <param name="pragmas">Those of the options.</param>
    /// <param name="busyTimeout">How long SQLite waits for a lock.</param>
    /// <param name="mayBeEncrypted">Whether a library that encrypts may be in SQLite's place: it must be told the same size of pages each time.</param>
    /// <param name="problems">Takes what is wrong with them.</param>
    public static PragmaSetting[] Resolve(
        IReadOnlyDictionary<string, string?> pragmas, TimeSpan busyTimeout, bool mayBeEncrypted, List<string> problems)
    {
        var resolved = new List<PragmaSetting>();
        if (busyTimeout < TimeSpan.Zero || busyTimeout.TotalMilliseconds > int.MaxValue)
        {
            problems.Add($"BusyTimeout is {busyTimeout.ToString("c", CultureInfo.InvariantCulture)}: set it between zero and 24 days");
        }
        else if (!pragmas.ContainsKey("busy_timeout"))
        {
            // First, so that the other pragmas wait for locks, too.
            resolved.Add(new("busy_timeout", ((int)busyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)));
        }

        if (!mayBeEncrypted && !pragmas.ContainsKey("page_size"))
        {
            // A database that is there has its pages already. Set all the same, it would be for whatever else the connection is used for: temporary tables, a VACUUM.
            resolved.Add(new("page_size", SqliteDefaults.PageBytes.ToString(CultureInfo.InvariantCulture), WhenEmpty: true));
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

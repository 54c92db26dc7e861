using System.Globalization;

namespace EtlKit.Sqlite;

/// <summary>Checks pragmas and brings them into an order in which they work.</summary>
internal static class SqlitePragmas
{
    // By which libraries that encrypt are given their key.
    private static readonly string[] KeyPragmas = ["key", "hexkey", "textkey"];

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

        if (!mayBeEncrypted && !pragmas.ContainsKey("page_size") && !KeyPragmas.Any(pragmas.ContainsKey))
        {
            // Before the journal mode, as GetOrder has it, and after how long to wait, for the database is asked whether it is empty. One that is there has its pages already: set all the same, the
            // size would be for whatever else the connection is used for, temporary tables or a VACUUM.
            var size = SqliteDefaults.PageBytes.ToString(CultureInfo.InvariantCulture);
            resolved.Insert(resolved.FindLastIndex(pragma => GetOrder(pragma.Name) == 0) + 1, new("page_size", size, WhenEmpty: true));
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

namespace EtlKit.Comparison;

/// <summary>The files of a scenario, and how much data there is: the same for the process that prepares it and for those that run its variants.</summary>
internal sealed class ScenarioFiles(string directory, double scale)
{
    public string Directory => directory;

    /// <summary>Gets the part of the data that is used; 1 for all.</summary>
    public double Scale => scale;

    public string Input => System.IO.Directory.CreateDirectory(Path.Combine(directory, "input")).FullName;

    /// <summary>A directory of input beside the usual one.</summary>
    public string InputOf(string name) => System.IO.Directory.CreateDirectory(Path.Combine(directory, "input-" + name)).FullName;

    /// <summary>The file of a variant that ends with the given name.</summary>
    public string PathOf(string variant, string name) => Path.Combine(directory, Slug(variant) + name);

    public string DatabaseOf(string variant) => PathOf(variant, ".db");

    /// <summary>As many rows as the scale leaves of the given number.</summary>
    public int Rows(int all) => Math.Max(1, (int)(all * scale));

    public void DeleteDatabaseOf(string variant)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm", "-journal"])
        {
            File.Delete(DatabaseOf(variant) + suffix);
        }
    }

    private static string Slug(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
}

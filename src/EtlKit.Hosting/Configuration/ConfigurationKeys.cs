namespace EtlKit.Hosting;

/// <summary>The keys under which pipelines are configured.</summary>
internal static class ConfigurationKeys
{
    public const string Root = "EtlKit";

    public const string Pipelines = "Pipelines";

    public const string Defaults = "Defaults";

    public const string Settings = "Settings";

    /// <summary>Sections that packages read which may be missing, and the names of these.</summary>
    public static IReadOnlyDictionary<string, string> Packages { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Schedule"] = "EtlKit.Quartz",
    };

    /// <summary>How a key is called as an environment variable.</summary>
    public static string AsVariable(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}

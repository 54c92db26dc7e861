using System.Globalization;

namespace EtlKit.Hosting;

/// <summary>How the text of a configured value is read, and shown when it is something else.</summary>
internal static class ConfiguredText
{
    /// <summary>Reads a time such as 00:00:05. A number alone would be days, which nobody means.</summary>
    public static bool TryParseTime(string text, out TimeSpan value)
    {
        value = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads one of the names of an enumeration, and neither its number nor several.</summary>
    public static bool TryParseName<T>(string text, out T value)
        where T : struct, Enum =>
        Enum.TryParse(text, ignoreCase: true, out value) && Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>Says which names there are.</summary>
    public static string NamesOf<T>()
        where T : struct, Enum => string.Join(" or ", Enum.GetNames<T>());

    /// <summary>Shows a text in a message.</summary>
    public static string Show(string text) => LogText.Clean(text.Length > 100 ? text[..100] + "…" : text);
}

namespace EtlKit.Csv;

/// <summary>Makes names from outside safe to stand in a message.</summary>
internal static class SafeText
{
    private const int MaxNames = 20;
    private const int MaxNameLength = 100;

    /// <summary>Replaces the characters with which a name could forge a line of a log.</summary>
    public static string Clean(string text) => LogText.Clean(text);

    /// <summary>Cleans the message of an exception that names a file. Where that changes it, the exception is replaced: its own text would forge the line.</summary>
    public static Exception Clean(Exception exception)
    {
        var message = Clean(exception.Message);
        return ReferenceEquals(message, exception.Message) ? exception : new IOException(message, exception.HResult);
    }

    /// <summary>Quotes a name, cleaned, and cut where it is long: a file of another kind can have a first line of megabytes.</summary>
    public static string Quote(string name) =>
        name.Length <= MaxNameLength ? $"'{Clean(name)}'" : $"'{Clean(name[..MaxNameLength])}…'";

    /// <summary>Quotes names, but not endlessly many.</summary>
    public static string Quote(IReadOnlyCollection<string> names) => names.Count switch
    {
        0 => "none",
        <= MaxNames => string.Join(", ", names.Select(Quote)),
        _ => $"{string.Join(", ", names.Take(MaxNames).Select(Quote))} and {names.Count - MaxNames} more",
    };
}

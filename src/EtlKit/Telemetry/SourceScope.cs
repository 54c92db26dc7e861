namespace EtlKit;

/// <summary>Says for which source is logged.</summary>
internal sealed class SourceScope(string name) : LogScope(new KeyValuePair<string, object?>("Source", LogText.Clean(name)));

using System.Collections;

namespace EtlKit;

/// <summary>Properties that every message logged inside the scope carries.</summary>
internal abstract class LogScope(params KeyValuePair<string, object?>[] properties) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => properties.Length;

    public KeyValuePair<string, object?> this[int index] => properties[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => properties.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What loggers print that show scopes as text.</summary>
    public override string ToString() => string.Join(' ', properties.Select(property => $"{property.Key}:{property.Value}"));
}

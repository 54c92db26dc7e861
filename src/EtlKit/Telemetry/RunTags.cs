namespace EtlKit;

/// <summary>The tags that every metric of a run has. Immutable; two runs of a kind of pipelines with one name are equal.</summary>
internal sealed record RunTags(string Pipeline, string Kind)
{
    private readonly KeyValuePair<string, object?>[] _tags = [new(TagNames.Pipeline, Pipeline), new(TagNames.RunKind, Kind)];

    public ReadOnlySpan<KeyValuePair<string, object?>> Span => _tags;

    public KeyValuePair<string, object?>[] With(string name, object? value) => [.. _tags, new(name, value)];

    public bool Equals(RunTags? other) => other is not null && Pipeline == other.Pipeline && Kind == other.Kind;

    public override int GetHashCode() => HashCode.Combine(Pipeline, Kind);
}

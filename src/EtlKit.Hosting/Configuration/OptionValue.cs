namespace EtlKit.Hosting;

/// <summary>A value that was read from configuration. Immutable.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Key">The full key that it was read from.</param>
/// <param name="ApplyTo">Sets the property.</param>
internal sealed record OptionValue(string Name, string Key, Action<PipelineOptions> ApplyTo);

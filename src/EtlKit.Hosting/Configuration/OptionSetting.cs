namespace EtlKit.Hosting;

/// <summary>A property of <see cref="PipelineOptions"/> as it is read from configuration. Immutable.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Expected">What its text must be, in words.</param>
/// <param name="Read">Reads its text: what sets it, or null when the text is something else.</param>
internal sealed record OptionSetting(string Name, string Expected, Func<string, Action<PipelineOptions>?> Read);

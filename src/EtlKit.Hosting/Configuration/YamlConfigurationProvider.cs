using Microsoft.Extensions.Configuration;

namespace EtlKit.Hosting;

/// <summary>Reads a YAML file.</summary>
internal sealed class YamlConfigurationProvider(YamlConfigurationSource source) : FileConfigurationProvider(source)
{
    public override void Load(Stream stream) => Data = YamlReader.Read(stream, Source.Path ?? "YAML");
}
